//! A function for AWS Lambda that is a chat, behind a WebSocket API of API Gateway.

use std::{
    env,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_apigatewaymanagement as api_gateway;
use aws_sdk_dynamodb as dynamodb;
use aws_sdk_dynamodb::{error::DisplayErrorContext, types::AttributeValue};
use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_runtime::{Diagnostic, LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::invalid_data::{InvalidData, decode};

const ROOM: &str = "lobby";

// API Gateway closes a connection after two hours, and does not always say so: the table deletes
// what has expired by itself.
const LIFETIME: Duration = Duration::from_hours(3);

/// The fields of an event that are used here. The body of a message may be bytes in Base64.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    request_context: RequestContext,
    #[serde(default)]
    body: Value,
    #[serde(default)]
    is_base64_encoded: Value,
}

#[derive(Deserialize)]
#[serde(tag = "eventType")]
#[serde(rename_all = "UPPERCASE", rename_all_fields = "camelCase")]
enum RequestContext {
    Connect {
        connection_id: String,
    },
    Message {
        connection_id: String,
        domain_name: String,
        stage: String,
    },
    Disconnect {
        connection_id: String,
    },
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    status_code: u16,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Event(#[from] InvalidData),
    #[error("no table of connections: {0}")]
    Table(String),
    #[error("expected the name of a DynamoDB table in TABLE_NAME: {0}")]
    TableName(#[from] env::VarError),
}

impl From<dynamodb::Error> for Error {
    fn from(error: dynamodb::Error) -> Self {
        Self::Table(DisplayErrorContext(error).to_string())
    }
}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        match error {
            Error::Event(error) => error.into(),
            Error::Table(_) | Error::TableName(_) => Self {
                error_type: "TableError".into(),
                error_message: error.to_string(),
            },
        }
    }
}

/// Who is connected, and how to reach them.
trait Connections {
    /// Stores a connection. It takes messages after the handler has returned.
    async fn add(&self, id: &str) -> Result<(), Error>;
    async fn remove(&self, id: &str) -> Result<(), Error>;
    async fn all(&self) -> Result<Vec<String>, Error>;
    /// Sends a message through the API at an address.
    async fn post(&self, message: &[u8], id: &str, address: &str) -> Result<(), PostError>;
}

enum PostError {
    /// The connection is closed, and API Gateway did not say so.
    Gone,
    Failed(String),
}

/// Keeps a table of who is connected, and sends each message to all of them.
///
/// After an error, API Gateway refuses the connection, or tells the sender of the message that
/// there was an error.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, Error> {
    static CONFIG: OnceCell<SdkConfig> = OnceCell::const_new();
    let config = CONFIG.get_or_init(|| aws_config::load_defaults(BehaviorVersion::latest()));
    let connections = Aws {
        config: config.await,
        table: env::var("TABLE_NAME"),
    };
    handle(event.payload, &connections).await
}

async fn handle(event: Value, connections: &impl Connections) -> Result<Response, Error> {
    let expected = "an event of a WebSocket API: requestContext with eventType CONNECT, MESSAGE or \
                    DISCONNECT and connectionId; for MESSAGE also domainName, stage and body";
    let event: Event = decode(event, expected)?;
    match &event.request_context {
        RequestContext::Connect { connection_id: id } if !id.is_empty() => {
            connections.add(id).await?;
            tracing::info!("connected: {id}");
        }
        RequestContext::Disconnect { connection_id: id } if !id.is_empty() => {
            connections.remove(id).await?;
            tracing::info!("disconnected: {id}");
        }
        RequestContext::Message {
            connection_id,
            domain_name,
            stage,
        } if ![connection_id, domain_name, stage]
            .iter()
            .any(|text| text.is_empty()) =>
        {
            let message = message_in(&event)?;
            send_to_all(&message, &address(domain_name, stage), connections).await?;
        }
        _ => return Err(InvalidData::new(expected, "one of them is empty").into()),
    }
    Ok(Response { status_code: 200 })
}

/// Sends a message to all: replace this with what your function does. A connection that cannot be
/// reached does not keep the message from the others.
async fn send_to_all(
    message: &[u8],
    address: &str,
    connections: &impl Connections,
) -> Result<(), Error> {
    for id in connections.all().await? {
        match connections.post(message, &id, address).await {
            Ok(()) => tracing::info!("message to {id}"),
            Err(PostError::Gone) => connections.remove(&id).await?,
            Err(PostError::Failed(error)) => tracing::error!("no message to {id}: {error}"),
        }
    }
    Ok(())
}

/// Returns the bytes of a message. The flag says whether the body is text, or bytes in Base64.
fn message_in(event: &Event) -> Result<Vec<u8>, InvalidData> {
    let Some(body) = event.body.as_str() else {
        return Err(InvalidData::new("a message with a body", "it has none"));
    };
    if event.is_base64_encoded != true {
        return Ok(body.as_bytes().to_vec());
    }
    let bytes = BASE64_STANDARD.decode(body);
    bytes.map_err(|error| InvalidData::new("a body in Base64", error))
}

/// Returns the address at which an API takes messages. A test has one of its own.
fn address(domain_name: &str, stage: &str) -> String {
    let url = env::var("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
    let url = url.unwrap_or_else(|_| format!("https://{domain_name}"));
    format!("{url}/{stage}")
}

/// The connections in a table of `DynamoDB`, behind API Gateway.
struct Aws<'a> {
    config: &'a SdkConfig,
    table: Result<String, env::VarError>,
}

impl Aws<'_> {
    fn dynamodb(&self) -> dynamodb::Client {
        dynamodb::Client::new(self.config)
    }

    fn table(&self) -> Result<String, Error> {
        Ok(self.table.clone()?)
    }
}

impl Connections for Aws<'_> {
    async fn add(&self, id: &str) -> Result<(), Error> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let expires = now.unwrap_or_default() + LIFETIME;
        let request = self.dynamodb().put_item().table_name(self.table()?);
        let request = request
            .item("room", text(ROOM))
            .item("connectionId", text(id))
            .item(
                "expiresAt",
                AttributeValue::N(expires.as_secs().to_string()),
            );
        request.send().await.map_err(dynamodb::Error::from)?;
        Ok(())
    }

    async fn remove(&self, id: &str) -> Result<(), Error> {
        let request = self.dynamodb().delete_item().table_name(self.table()?);
        let request = request
            .key("room", text(ROOM))
            .key("connectionId", text(id));
        request.send().await.map_err(dynamodb::Error::from)?;
        Ok(())
    }

    /// Reads all connections, however many pages of the table they take.
    async fn all(&self) -> Result<Vec<String>, Error> {
        let request = self.dynamodb().query().table_name(self.table()?);
        let request = request
            .key_condition_expression("room = :room")
            .expression_attribute_values(":room", text(ROOM))
            .projection_expression("connectionId");
        let items = request.into_paginator().items().send();
        let items: Result<Vec<_>, _> = items.collect().await;
        let items = items.map_err(dynamodb::Error::from)?;
        let ids = items
            .iter()
            .filter_map(|item| item.get("connectionId")?.as_s().ok());
        Ok(ids.cloned().collect())
    }

    async fn post(&self, message: &[u8], id: &str, address: &str) -> Result<(), PostError> {
        let config = api_gateway::config::Builder::from(self.config).endpoint_url(address);
        let client = api_gateway::Client::from_conf(config.build());
        let request = client.post_to_connection().connection_id(id);
        let sent = request.data(message.to_vec().into()).send().await;
        sent.map(|_| ()).map_err(|error| match error.into() {
            api_gateway::Error::GoneException(_) => PostError::Gone,
            error => PostError::Failed(DisplayErrorContext(error).to_string()),
        })
    }
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

#[cfg(test)]
mod tests;
