//! What the standard library of Rust, and crates that many use, open or call by name.

use std::{
    env, fs,
    net::{TcpListener, ToSocketAddrs},
    process::Command,
    thread,
    time::SystemTime,
};

use lambda_runtime::{Error, LambdaEvent};
use serde_json::{Value, json};

pub async fn handler(_event: LambdaEvent<Value>) -> Result<Value, Error> {
    Ok(json!({
        "localhost": addresses("localhost"),
        "an address": addresses("127.0.0.1"),
        "a name that there is not": addresses("nothing.invalid"),
        "temporary directory": env::temp_dir(),
        "executable": env::current_exe()?,
        "current directory": env::current_dir()?,
        "listener": TcpListener::bind("127.0.0.1:0").is_ok(),
        "thread": thread::spawn(|| 42).join().is_ok(),
        "time": SystemTime::now().elapsed().is_ok(),
        "sh": output("sh", &["-c", "echo $((6 * 7))"]),
        "sh, by path": output("/bin/sh", &["-c", "echo $0"]),
        "cat": output("cat", &["/etc/hostname-of-none"]),
        "ls": output("ls", &["/var/task"]),
        "ldd": output("ldd", &["/bin/sh"]).is_ok(),
        "no such command": output("no-such-command", &[]),
        // rustls-native-certs and openssl-probe.
        "certificate authorities": length("/etc/ssl/certs/ca-certificates.crt"),
        // jiff, chrono and time.
        "time zone": length("/usr/share/zoneinfo/Asia/Kolkata"),
        "local time": length("/etc/localtime"),
        // hickory-resolver, and getaddrinfo of libc.
        "name service": length("/etc/nsswitch.conf").is_ok(),
        "services": length("/etc/services"),
        "protocols": length("/etc/protocols"),
    }))
}

fn addresses(name: &str) -> Result<Vec<String>, String> {
    let addresses = (name, 80).to_socket_addrs();
    let addresses = addresses.map(|each| each.map(|address| address.to_string()).collect());
    addresses.map_err(|error| error.kind().to_string())
}

fn output(command: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(command).args(arguments).output();
    let output = output.map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn length(path: &str) -> Result<usize, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    Ok(bytes.len())
}
