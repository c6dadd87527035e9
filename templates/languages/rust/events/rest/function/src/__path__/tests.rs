use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::{Response, handler};
use crate::invalid_data::InvalidData;

/// Sends a request with fields that replace those of every request.
async fn invoke(method: &str, fields: Value) -> Result<Response, InvalidData> {
    let mut event = json!({
        "httpMethod": method,
        "path": "/",
        "requestContext": {"requestTimeEpoch": 1_793_700_300_123_u64},
    });
    let Value::Object(fields) = fields else {
        panic!("expected an object");
    };
    for (name, value) in fields {
        event[name] = value;
    }
    handler(LambdaEvent::new(event, Context::default())).await
}

async fn get(names: Value) -> Response {
    let fields = json!({"multiValueQueryStringParameters": {"name": names}});
    invoke("GET", fields).await.unwrap()
}

#[tokio::test]
async fn greets_every_name_of_the_query() {
    let response = get(json!(["Jürgen", "Grace Hopper"])).await;
    assert_eq!(response.status_code, 200);
    assert_eq!(response.headers["content-type"], "application/json");
    assert_eq!(
        response.body,
        r#"{"message":"Hello, Jürgen and Grace Hopper!"}"#
    );
}

#[tokio::test]
async fn greets_the_name_in_a_body() {
    let body = r#"{"name":"José"}"#;
    let encoded = json!({"body": BASE64_STANDARD.encode(body), "isBase64Encoded": true});
    for fields in [json!({"body": body}), encoded] {
        let response = invoke("POST", fields).await.unwrap();
        assert_eq!(response.body, r#"{"message":"Hello, José!"}"#);
    }
}

#[tokio::test]
async fn counts_visits_in_a_cookie() {
    let headers = [
        (json!(null), 1),
        (json!({"Cookie": ["theme=dark; visits=41"]}), 42),
        (json!({"cookie": ["theme=dark", "visits=41"]}), 42),
        (json!({"Cookie": ["visits=x"]}), 1),
        (json!({"Cookie": ["visits=-5"]}), 1),
        (json!({"Cookie": "visits=41"}), 1),
    ];
    for (headers, visits) in headers {
        let query = json!({"name": ["Ada"]});
        let fields =
            json!({"multiValueQueryStringParameters": query, "multiValueHeaders": headers});
        let response = invoke("GET", fields).await.unwrap();
        let expected = [
            format!("visits={visits}; Path=/; Secure; HttpOnly; SameSite=Lax"),
            "last-visit=1793700300123; Path=/; Secure; HttpOnly; SameSite=Lax".to_owned(),
        ];
        assert_eq!(response.multi_value_headers["set-cookie"], expected);
    }
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
        assert_eq!(response.status_code, 400);
    }
    for names in [json!(null), json!([]), json!(["Ada", ""]), json!([17])] {
        assert_eq!(get(names).await.status_code, 400);
    }
}

#[tokio::test]
async fn refuses_other_paths_and_methods() {
    let response = invoke("GET", json!({"path": "/favicon.ico"}))
        .await
        .unwrap();
    assert_eq!(response.status_code, 404);
    let response = invoke("DELETE", json!({})).await.unwrap();
    assert_eq!(response.status_code, 405);
    assert_eq!(response.headers["allow"], "GET, POST");
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
async fn an_event_that_is_no_request_of_a_rest_api_is_an_error() {
    for fields in [json!({"path": null}), json!({"requestContext": null})] {
        let error = invoke("GET", fields).await.unwrap_err().to_string();
        assert!(
            error.starts_with("expected a request of a REST API"),
            "{error}"
        );
    }
}
