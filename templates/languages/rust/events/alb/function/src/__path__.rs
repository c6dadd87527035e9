//! A function for AWS Lambda that responds to requests of an Application Load Balancer.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::invalid_data::{InvalidData, decode};

/// A request of a load balancer: the fields that are used here. The crate `lambda_http` has them
/// all. It also takes the events of other sources, which are not meant.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    #[allow(dead_code)]
    #[serde(rename = "requestContext")]
    context: RequestContext,
    http_method: String,
    path: String,
    #[serde(flatten)]
    values: Values,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: Value,
}

#[derive(Deserialize)]
struct RequestContext {
    #[allow(dead_code)]
    elb: Map<String, Value>,
}

/// Headers and parameters. Whether they have lists of values is an attribute of the target group.
#[derive(Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Values {
    Lists {
        multi_value_headers: Map<String, Value>,
        #[serde(default)]
        multi_value_query_string_parameters: Value,
    },
    Single {
        headers: Map<String, Value>,
        #[serde(default)]
        query_string_parameters: Value,
    },
}

impl Values {
    fn headers(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Lists {
                multi_value_headers: headers,
                ..
            }
            | Self::Single { headers, .. } => texts(headers),
        }
    }

    fn query(&self) -> Vec<(&str, &str)> {
        let (Self::Lists {
            multi_value_query_string_parameters: query,
            ..
        }
        | Self::Single {
            query_string_parameters: query,
            ..
        }) = self;
        query.as_object().map(texts).unwrap_or_default()
    }
}

/// Returns each name with each of its values.
fn texts(values: &Map<String, Value>) -> Vec<(&str, &str)> {
    let lists = values.iter().map(|(name, value)| match value {
        Value::Array(list) => (name, list.as_slice()),
        single => (name, std::slice::from_ref(single)),
    });
    lists
        .flat_map(|(name, list)| list.iter().map(move |value| (name.as_str(), value)))
        .filter_map(|(name, value)| Some((name, value.as_str()?)))
        .collect()
}

/// What the load balancer gets. The body is a string: it takes no object.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    status_code: u16,
    status_description: String,
    #[serde(flatten)]
    headers: Headers,
    body: String,
    is_base64_encoded: bool,
}

/// The same kind of headers as in the request: the load balancer reads no others.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Headers {
    MultiValueHeaders(BTreeMap<&'static str, Vec<String>>),
    /// The first value of each.
    Headers(BTreeMap<&'static str, String>),
}

/// What the client gets.
struct Reply {
    status: Status,
    headers: BTreeMap<&'static str, Vec<String>>,
    body: String,
}

/// A status and its text.
type Status = (u16, &'static str);

const OK: Status = (200, "OK");
const BAD_REQUEST: Status = (400, "Bad Request");
const NOT_FOUND: Status = (404, "Not Found");
const METHOD_NOT_ALLOWED: Status = (405, "Method Not Allowed");

/// Responds to a request: replace this with what your function does.
async fn respond(request: &Request, body: &str) -> Reply {
    let method = request.http_method.as_str();
    let names = match (request.path.as_str(), method) {
        ("/health", _) => return reply(OK, "healthy"),
        ("/", "GET") => names_in_query(request),
        ("/", "POST") => name_in_body(body).into_iter().collect(),
        ("/", _) => {
            let problem = format!("expected GET or POST, got: {method}");
            let mut refused = reply(METHOD_NOT_ALLOWED, &problem);
            refused.headers.insert("allow", vec!["GET, POST".into()]);
            return refused;
        }
        (path, _) => return reply(NOT_FOUND, &format!("there is nothing at {path}")),
    };
    if names.is_empty() || names.iter().any(String::is_empty) {
        let problem = r#"expected a name, as in ?name=Ada or {"name":"Ada"}"#;
        return reply(BAD_REQUEST, problem);
    }
    tracing::info!("greeting {names:?}");
    let visits = visits(request);
    let cookies = vec![
        cookie("visits", &visits.saturating_add(1).to_string()),
        cookie("returning", if visits > 0 { "yes" } else { "no" }),
    ];
    let mut greeting = reply(OK, &format!("Hello, {}!", names.join(" and ")));
    greeting.headers.insert("set-cookie", cookies);
    greeting
}

/// Returns all names. Names and values of parameters are as the client has encoded them.
fn names_in_query(request: &Request) -> Vec<String> {
    let pairs = request.values.query().into_iter();
    let pairs: Vec<_> = pairs.map(|(key, value)| format!("{key}={value}")).collect();
    form_urlencoded::parse(pairs.join("&").as_bytes())
        .filter(|(key, _)| key == "name")
        .map(|(_, name)| name.into_owned())
        .collect()
}

fn name_in_body(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    body.get("name")?.as_str().map(str::to_owned)
}

/// Returns how often the client has been here, which it says itself.
fn visits(request: &Request) -> u64 {
    let headers = request.values.headers().into_iter();
    let visits = headers
        .filter(|(name, _)| name.eq_ignore_ascii_case("cookie"))
        .flat_map(|(_, cookies)| cookies.split("; "))
        .find_map(|cookie| cookie.strip_prefix("visits="))
        .filter(|visits| visits.len() < 10);
    visits.and_then(|visits| visits.parse().ok()).unwrap_or(0)
}

/// Decodes a request, and responds to it.
///
/// After an error, the client gets the status 502 and no more, and the error is in the log.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let expected = "a request of a load balancer: httpMethod, path, headers and requestContext.elb";
    let request: Request = decode(event.payload, expected)?;
    let body = body_of(&request)?;
    let reply = respond(&request, &body).await;
    let (status_code, text) = reply.status;
    let headers = match request.values {
        Values::Lists { .. } => Headers::MultiValueHeaders(reply.headers),
        Values::Single { .. } => {
            let first = |values: Vec<_>| values.into_iter().next();
            let headers = reply.headers.into_iter();
            Headers::Headers(
                headers
                    .filter_map(|(name, values)| Some((name, first(values)?)))
                    .collect(),
            )
        }
    };
    Ok(Response {
        status_code,
        status_description: format!("{status_code} {text}"),
        headers,
        body: reply.body,
        is_base64_encoded: false,
    })
}

/// Returns the body as text. The flag decides, not the content type.
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
fn cookie(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// Returns a reply with a message in JSON.
fn reply(status: Status, message: &str) -> Reply {
    Reply {
        status,
        headers: BTreeMap::from([("content-type", vec!["application/json".into()])]),
        body: json!({"message": message}).to_string(),
    }
}

#[cfg(test)]
mod tests;
