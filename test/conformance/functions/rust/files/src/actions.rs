use std::{
    env, fs,
    io::ErrorKind,
    process,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use lambda_runtime::{Context, Diagnostic, LambdaEvent, tracing};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Mutex,
    time::sleep,
};

static INCARNATION: LazyLock<String> =
    LazyLock::new(|| fs::read_to_string("/proc/sys/kernel/random/uuid").unwrap());
static INVOCATIONS: AtomicU64 = AtomicU64::new(0);
static TICKS: AtomicU64 = AtomicU64::new(0);
static CONNECTION: Mutex<Option<TcpStream>> = Mutex::const_new(None);

pub async fn tick() {
    loop {
        sleep(Duration::from_millis(10)).await;
        TICKS.fetch_add(1, Ordering::Relaxed);
    }
}

pub enum Output {
    Json(Value),
    Unencodable,
}

impl Serialize for Output {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(value) => value.serialize(serializer),
            Self::Unencodable => Err(serde::ser::Error::custom("cannot be encoded")),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Raised(String),
    #[error("of its own")]
    CustomError,
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        let error_type = match error {
            Error::Raised(_) => "Raised",
            Error::CustomError => "CustomError",
            Error::Io(_) => "Io",
        };
        Self {
            error_type: error_type.into(),
            error_message: error.to_string(),
        }
    }
}

pub async fn handler(event: LambdaEvent<Value>) -> Result<Output, Error> {
    let (event, context) = event.into_parts();
    let Some(action) = event.get("do").and_then(Value::as_str) else {
        return Ok(Output::Json(event));
    };
    let number = |name: &str| event[name].as_u64().unwrap_or_default();
    let text = |name: &str| event[name].as_str().unwrap_or_default();
    let result = match action {
        "length" => json!(text("of").chars().count()),
        "large" => json!("x".repeat(number("bytes") as usize)),
        "state" => json!({
            "incarnation": *INCARNATION,
            "invocations": INVOCATIONS.fetch_add(1, Ordering::Relaxed) + 1,
            "ticks": TICKS.load(Ordering::Relaxed),
        }),
        "context" => context_of(&context),
        "remaining" => {
            let started = now();
            println!("waiting");
            sleep(Duration::from_millis(number("pauseMs"))).await;
            let before = now();
            let left = context.deadline().duration_since(SystemTime::now());
            let remaining = left.unwrap_or_default().as_millis() as u64;
            json!({"started": started, "before": before, "remaining": remaining, "after": now()})
        }
        "raise" => return Err(Error::Raised(text("message").into())),
        "raise-custom" => return Err(Error::CustomError),
        "throw" => std::panic::panic_any(text("value").to_owned()),
        "halt" => process::exit(number("status") as i32),
        "unencodable" => return Ok(Output::Unencodable),
        "write" => {
            fs::write(text("path"), "written")?;
            json!(fs::read_to_string(text("path"))?)
        }
        "print" => {
            for n in 1..=number("lines") {
                println!("out {n} {}", text("text"));
                eprintln!("err {n} {}", text("text"));
            }
            json!(number("lines"))
        }
        "log" => {
            log(text("level"), text("message"));
            Value::Null
        }
        "resources" => resources()?,
        // What goes on in the background waits for "release".
        "background" => {
            tokio::spawn(background(event["fails"] == true));
            json!("started")
        }
        "release" => {
            fs::write("/tmp/release", "")?;
            until_files("released", 1).await;
            sleep(Duration::from_millis(number("pauseMs"))).await;
            json!("released")
        }
        // Returns when all parts are at work at once.
        "parallel" => {
            let count = number("count");
            let parts = (1..=count).map(|n| {
                tokio::spawn(async move {
                    fs::write(format!("/tmp/part-{n}"), "").unwrap();
                    until_files("part-", count).await;
                    n
                })
            });
            let mut results = vec![];
            for part in parts.collect::<Vec<_>>() {
                results.push(part.await.unwrap());
            }
            json!(results)
        }
        // To a port of the machine where the Runtime API is.
        "connect" => {
            let api = env::var("AWS_LAMBDA_RUNTIME_API").unwrap();
            let host = api.split(':').next().unwrap();
            let connection = TcpStream::connect(format!("{host}:{}", event["port"])).await?;
            *CONNECTION.lock().await = Some(connection);
            Value::Null
        }
        "echo" => match echo(text("text")).await {
            Ok(text) => json!(text),
            Err(error) => json!(format!("error: {error}")),
        },
        // Returns when as many invocations are here at once.
        "meet" => {
            let name = event["as"].as_str().unwrap_or(&context.request_id);
            fs::write(format!("/tmp/meet-{name}"), "")?;
            until_files("meet-", number("count")).await;
            json!(name)
        }
        unknown => return Err(Error::Raised(format!("no action {unknown}"))),
    };
    Ok(Output::Json(result))
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.unwrap_or_default().as_millis() as u64
}

fn context_of(context: &Context) -> Value {
    let identity = context.identity.as_ref().map(|identity| {
        json!({
            "cognitoIdentityId": identity.identity_id,
            "cognitoIdentityPoolId": identity.identity_pool_id,
        })
    });
    json!({
        "requestId": context.request_id,
        "functionArn": context.invoked_function_arn,
        "traceId": context.xray_trace_id,
        "traceVariable": env::var("_X_AMZN_TRACE_ID").ok(),
        "clientContext": context.client_context,
        "identity": identity,
        "tenantId": context.tenant_id,
        "functionName": context.env_config.function_name,
        "functionVersion": context.env_config.version,
        "memoryMb": context.env_config.memory,
        "logGroupName": context.env_config.log_group,
        "logStreamName": context.env_config.log_stream,
    })
}

fn log(level: &str, message: &str) {
    match level {
        "debug" => tracing::debug!("{message}"),
        "info" => tracing::info!("{message}"),
        "warning" => tracing::warn!("{message}"),
        _ => tracing::error!("{message}"),
    }
}

fn resources() -> Result<Value, std::io::Error> {
    let status = fs::read_to_string("/proc/self/status")?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let resident = resident.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    let processes = fs::read_dir("/proc")?
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().parse::<u32>().is_ok());
    Ok(json!({
        "residentKb": resident,
        "descriptors": fs::read_dir("/proc/self/fd")?.count(),
        "processes": processes.count(),
    }))
}

async fn background(fails: bool) {
    until_files("release", 1).await;
    if !fails {
        tracing::warn!("background");
    }
    fs::write("/tmp/released", "").unwrap();
    assert!(!fails, "background");
}

async fn echo(text: &str) -> Result<String, std::io::Error> {
    let mut connection = CONNECTION.lock().await;
    let connection = connection.as_mut().ok_or(ErrorKind::NotConnected)?;
    connection.write_all(text.as_bytes()).await?;
    let mut bytes = [0; 100];
    match connection.read(&mut bytes).await? {
        0 => Err(ErrorKind::ConnectionReset.into()),
        length => Ok(String::from_utf8_lossy(&bytes[..length]).into_owned()),
    }
}

async fn until_files(prefix: &str, count: u64) {
    let here = || {
        let files = fs::read_dir("/tmp").unwrap().flatten();
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with(prefix)).count() as u64
    };
    while here() < count {
        sleep(Duration::from_millis(5)).await;
    }
}
