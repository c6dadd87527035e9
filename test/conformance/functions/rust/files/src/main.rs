//! The function under test: does what the event says, and answers any other event with it.

mod actions;
mod init_error;
mod stream;

use std::{env, time::Duration};

use lambda_runtime::{Error, run_concurrent, service_fn, tracing};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let init = env::var("INIT_MS").map_or(0, |ms| ms.parse().unwrap());
    std::thread::sleep(Duration::from_millis(init));
    if env::var("INIT_FAILS").is_ok() {
        return Err("init failed".into());
    }
    tokio::spawn(actions::tick());
    let mut terminate = signal(SignalKind::terminate())?;
    let function = env::var("_HANDLER")?;
    tokio::select! {
        result = start(&function) => result,
        _ = terminate.recv() => {
            println!("cleaned up");
            Ok(())
        }
    }
}

async fn start(function: &str) -> Result<(), Error> {
    match function {
        "hello_rust" => run_concurrent(service_fn(actions::handler)).await,
        "stream" => run_concurrent(service_fn(stream::handler)).await,
        "unloadable" => Err("not loadable".into()),
        unknown => init_error::report(unknown).await,
    }
}
