//! A function for AWS Lambda that responds to HTTP requests.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::invalid_data::{InvalidData, decode};

/// A request with payload format version 2.0: the fields that are used here. The crate
/// `lambda_http` has them all. It also takes the events of other sources, which are not meant.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    #[allow(dead_code)]
    version: Version,
    raw_path: String,
    #[serde(default)]
    raw_query_string: String,
    #[serde(default)]
    cookies: Option<Vec<String>>,
    #[serde(rename = "requestContext")]
    context: RequestContext,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: Value,
}

#[derive(Deserialize)]
enum Version {
    #[serde(rename = "2.0")]
    V2,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext {
    http: Http,
    time_epoch: u64,
}

#[derive(Deserialize)]
struct Http {
    method: String,
}

/// What the client gets. The body is a string: an object would not reach it.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    status_code: u16,
    headers: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<String>,
    body: String,
}

/// Responds to a request: replace this with what your function does.
async fn respond(request: &Request, body: &str) -> Response {
    let method = request.context.http.method.as_str();
    let names = match (request.raw_path.as_str(), method) {
        ("/", "GET") => names_in_query(&request.raw_query_string),
        ("/", "POST") => name_in_body(body).into_iter().collect(),
        ("/", _) => {
            let mut refused = response(405, &format!("expected GET or POST, got: {method}"));
            refused.headers.insert("allow", "GET, POST");
            return refused;
        }
        (path, _) => return response(404, &format!("there is nothing at {path}")),
    };
    if names.is_empty() || names.iter().any(String::is_empty) {
        return response(400, r#"expected a name, as in ?name=Ada or {"name":"Ada"}"#);
    }
    tracing::info!("greeting {names:?}");
    Response {
        cookies: vec![
            cookie("visits", visits(request).saturating_add(1)),
            cookie("last-visit", request.context.time_epoch),
        ],
        ..response(200, &format!("Hello, {}!", names.join(" and ")))
    }
}

/// Returns all names. In `queryStringParameters`, repeated ones are joined by commas.
fn names_in_query(query: &str) -> Vec<String> {
    let parameters = form_urlencoded::parse(query.as_bytes());
    let names = parameters.filter(|(key, _)| key == "name");
    names.map(|(_, name)| name.into_owned()).collect()
}

fn name_in_body(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    body.get("name")?.as_str().map(str::to_owned)
}

/// Returns how often the client has been here, which it says itself.
fn visits(request: &Request) -> u64 {
    let cookies = request.cookies.iter().flatten();
    let mut visits = cookies.filter_map(|cookie| cookie.strip_prefix("visits="));
    let visits = visits.next().filter(|visits| visits.len() < 10);
    visits.and_then(|visits| visits.parse().ok()).unwrap_or(0)
}

/// Decodes a request, and responds to it.
///
/// After an error, the client gets the status 500 or 502 and no more, and the error is in the log.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let expected = "an HTTP request with payload format version 2.0";
    let request: Request = decode(event.payload, expected)?;
    let body = body_of(&request)?;
    Ok(respond(&request, &body).await)
}

/// Returns the body as text.
///
/// The flag decides, not the content type: the body of a form, for example, is in Base64, too.
fn body_of(request: &Request) -> Result<String, InvalidData> {
    let body = request.body.as_deref().unwrap_or_default();
    if request.is_base64_encoded != true {
        return Ok(body.to_owned());
    }
    let bytes = BASE64_STANDARD.decode(body);
    let bytes = bytes.map_err(|error| InvalidData::new("a body in Base64", error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns a cookie as a header has it.
fn cookie(name: &str, value: u64) -> String {
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// Returns a response with a message in JSON.
fn response(status_code: u16, message: &str) -> Response {
    Response {
        status_code,
        headers: BTreeMap::from([("content-type", "application/json")]),
        cookies: Vec::new(),
        body: json!({"message": message}).to_string(),
    }
}

#[cfg(test)]
mod tests;
