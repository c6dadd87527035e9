//! A function for AWS Lambda that responds to requests of a REST API.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::invalid_data::{InvalidData, decode};

/// A request of a REST API: the fields that are used here. The crate `lambda_http` has them all. It
/// also takes the events of other sources, which are not meant.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    http_method: String,
    path: String,
    /// In `queryStringParameters`, only the last of repeated ones is left.
    #[serde(default)]
    multi_value_query_string_parameters: Value,
    #[serde(default)]
    multi_value_headers: Value,
    #[serde(rename = "requestContext")]
    context: RequestContext,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext {
    request_time_epoch: u64,
}

/// What the client gets. The body is a string: an object would not reach it.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    status_code: u16,
    headers: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    multi_value_headers: BTreeMap<&'static str, [String; 2]>,
    body: String,
}

/// Responds to a request: replace this with what your function does.
async fn respond(request: &Request, body: &str) -> Response {
    let method = request.http_method.as_str();
    let names: Vec<_> = match (request.path.as_str(), method) {
        ("/", "GET") => texts(&request.multi_value_query_string_parameters["name"])
            .map(str::to_owned)
            .collect(),
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
    // In headers, only one of them would be left.
    let cookies = [
        cookie("visits", visits(request).saturating_add(1)),
        cookie("last-visit", request.context.request_time_epoch),
    ];
    Response {
        multi_value_headers: BTreeMap::from([("set-cookie", cookies)]),
        ..response(200, &format!("Hello, {}!", names.join(" and ")))
    }
}

/// Returns what is text in a list. Without a value, there is no list.
fn texts(list: &Value) -> impl Iterator<Item = &str> {
    let values = list.as_array().into_iter().flatten();
    values.filter_map(Value::as_str)
}

fn name_in_body(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    body.get("name")?.as_str().map(str::to_owned)
}

/// Returns how often the client has been here, which it says itself.
fn visits(request: &Request) -> u64 {
    let mut cookies = cookies(request);
    let visits = cookies.find_map(|cookie| cookie.strip_prefix("visits="));
    let visits = visits.filter(|visits| visits.len() < 10);
    visits.and_then(|visits| visits.parse().ok()).unwrap_or(0)
}

/// Returns the cookies, each with its name.
///
/// Names of headers are as the client writes them: cookie with HTTP/2, and mostly Cookie with
/// HTTP/1.1.
fn cookies(request: &Request) -> impl Iterator<Item = &str> {
    let headers = request.multi_value_headers.as_object();
    let headers = headers.into_iter().flatten();
    headers
        .filter(|(name, _)| name.eq_ignore_ascii_case("cookie"))
        .flat_map(|(_, values)| texts(values))
        .flat_map(|value| value.split("; "))
}

/// Decodes a request, and responds to it.
///
/// After an error, the client gets the status 502 and no more, and the error is in the log.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let expected = "a request of a REST API: httpMethod, path and requestContext";
    let request: Request = decode(event.payload, expected)?;
    let body = body_of(&request)?;
    Ok(respond(&request, &body).await)
}

/// Returns the body as text.
///
/// The flag decides: bodies are in Base64 if their content type is one of the binary media types of
/// the API.
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
        multi_value_headers: BTreeMap::new(),
        body: json!({"message": message}).to_string(),
    }
}

#[cfg(test)]
mod tests;
