use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::handler;
use crate::invalid_data::InvalidData;

/// Sends a request with fields that replace those of every request, and returns the response as the
/// load balancer gets it.
async fn invoke(method: &str, fields: Value) -> Result<Value, InvalidData> {
    let mut event = json!({
        "requestContext": {"elb": {}},
        "httpMethod": method,
        "path": "/",
        "multiValueHeaders": {},
    });
    let Value::Object(fields) = fields else {
        panic!("expected an object");
    };
    for (name, value) in fields {
        event[name] = value;
    }
    let response = handler(LambdaEvent::new(event, Context::default())).await?;
    Ok(serde_json::to_value(response).unwrap())
}

async fn get(names: Value) -> Value {
    let fields = json!({"multiValueQueryStringParameters": {"name": names}});
    invoke("GET", fields).await.unwrap()
}

fn cookies(visits: u64, returning: &str) -> Value {
    json!([
        format!("visits={visits}; Path=/; Secure; HttpOnly; SameSite=Lax"),
        format!("returning={returning}; Path=/; Secure; HttpOnly; SameSite=Lax"),
    ])
}

#[tokio::test]
async fn greets_every_name_of_the_query() {
    let response = get(json!(["J%C3%BCrgen", "Grace+Hopper", "a%2Bb"])).await;
    let expected = json!({
        "statusCode": 200,
        "statusDescription": "200 OK",
        "multiValueHeaders": {
            "content-type": ["application/json"],
            "set-cookie": cookies(1, "no"),
        },
        "body": r#"{"message":"Hello, Jürgen and Grace Hopper and a+b!"}"#,
        "isBase64Encoded": false,
    });
    assert_eq!(response, expected);
}

#[tokio::test]
async fn greets_the_name_in_a_body() {
    let body = r#"{"name":"José"}"#;
    let encoded = json!({"body": BASE64_STANDARD.encode(body), "isBase64Encoded": true});
    for fields in [json!({"body": body}), encoded] {
        let response = invoke("POST", fields).await.unwrap();
        assert_eq!(response["body"], r#"{"message":"Hello, José!"}"#);
    }
}

#[tokio::test]
async fn counts_visits_in_a_cookie() {
    let headers = [
        (json!({}), 1, "no"),
        (json!({"cookie": ["theme=dark; visits=41"]}), 42, "yes"),
        (json!({"Cookie": ["theme=dark", "visits=41"]}), 42, "yes"),
        (json!({"cookie": ["visits=x"]}), 1, "no"),
        (json!({"cookie": ["visits=-5"]}), 1, "no"),
    ];
    for (headers, visits, returning) in headers {
        let fields = json!({
            "multiValueQueryStringParameters": {"name": ["Ada"]},
            "multiValueHeaders": headers,
        });
        let response = invoke("GET", fields).await.unwrap();
        let headers = &response["multiValueHeaders"];
        assert_eq!(headers["set-cookie"], cookies(visits, returning));
    }
}

#[tokio::test]
async fn responds_to_single_headers_with_single_headers() {
    let fields = json!({
        "multiValueHeaders": null,
        "headers": {"cookie": "theme=dark; visits=41"},
        "queryStringParameters": {"name": "Grace%20Hopper"},
    });
    let response = invoke("GET", fields).await.unwrap();
    let expected = json!({
        "content-type": "application/json",
        "set-cookie": cookies(42, "yes")[0],
    });
    assert_eq!(response["headers"], expected);
    assert_eq!(response.get("multiValueHeaders"), None);
    assert_eq!(response["body"], r#"{"message":"Hello, Grace Hopper!"}"#);
}

#[tokio::test]
async fn responds_to_health_checks() {
    let headers = json!({"user-agent": ["ELB-HealthChecker/2.0"]});
    let fields = json!({"path": "/health", "multiValueHeaders": headers});
    let response = invoke("GET", fields).await.unwrap();
    assert_eq!(response["statusCode"], 200);
}

#[tokio::test]
async fn refuses_a_request_without_a_name() {
    for body in [
        json!(null),
        json!(""),
        json!("{}"),
        json!("null"),
        json!(r#"{"name":1}"#),
    ] {
        let response = invoke("POST", json!({"body": body})).await.unwrap();
        assert_eq!(response["statusDescription"], "400 Bad Request");
    }
    for names in [json!(null), json!([]), json!([""]), json!([1])] {
        assert_eq!(get(names).await["statusCode"], 400);
    }
}

#[tokio::test]
async fn refuses_other_paths_and_methods() {
    let fields = json!({"path": "/favicon.ico"});
    let response = invoke("GET", fields).await.unwrap();
    assert_eq!(response["statusDescription"], "404 Not Found");
    let response = invoke("DELETE", json!({})).await.unwrap();
    assert_eq!(response["statusDescription"], "405 Method Not Allowed");
    let allow = &response["multiValueHeaders"]["allow"];
    assert_eq!(*allow, json!(["GET, POST"]));
}

#[tokio::test]
async fn a_body_that_is_not_in_base64_is_an_error() {
    for body in ["AP_-", "Grüße", "A"] {
        let fields = json!({"body": body, "isBase64Encoded": true});
        let error = invoke("POST", fields).await.unwrap_err().to_string();
        assert!(error.starts_with("expected a body in Base64"), "{error}");
    }
}

#[tokio::test]
async fn an_event_that_is_no_request_of_a_load_balancer_is_an_error() {
    for fields in [
        json!({"requestContext": {}}),
        json!({"multiValueHeaders": null}),
        json!({"path": null}),
    ] {
        let error = invoke("GET", fields).await.unwrap_err().to_string();
        let expected = "expected a request of a load balancer";
        assert!(error.starts_with(expected), "{error}");
    }
}
