use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::{Response, handler};
use crate::invalid_data::InvalidData;

fn record(name: &str, key: &str) -> Value {
    json!({"eventName": name, "s3": {"bucket": {"name": "photos"}, "object": {"key": key}}})
}

async fn invoke(records: Value) -> Result<Response, InvalidData> {
    let event = json!({"Records": records});
    handler(LambdaEvent::new(event, Context::default())).await
}

#[tokio::test]
async fn returns_the_keys_that_were_created_and_removed() {
    let records = json!([
        record("ObjectCreated:Put", "a.txt"),
        record("ObjectRemoved:Delete", "b.txt"),
        record("ObjectTagging:Put", "c.txt"),
    ]);
    let response = invoke(records).await.unwrap();
    assert_eq!(response.created, ["a.txt"]);
    assert_eq!(response.removed, ["b.txt"]);
}

#[tokio::test]
async fn decodes_keys() {
    for (encoded, key) in [
        ("in/a+b%2Bc%C3%A9.txt", "in/a b+cé.txt"),
        ("100%25", "100%"),
        ("%252F", "%2F"),
    ] {
        let records = json!([record("ObjectCreated:Put", encoded)]);
        assert_eq!(invoke(records).await.unwrap().created, [key]);
    }
}

#[tokio::test]
async fn a_key_that_cannot_be_decoded_is_an_error() {
    for key in ["100%", "%zz", "%2", "%é1", "%FF"] {
        let records = json!([
            record("ObjectCreated:Put", "a"),
            record("ObjectCreated:Put", key)
        ]);
        let error = invoke(records).await.unwrap_err().to_string();
        let expected = format!("expected an encoded key in Records[1]: {key}");
        assert_eq!(error, expected);
    }
}

#[tokio::test]
async fn a_record_without_a_key_is_an_error() {
    for strange in [
        json!(null),
        json!({}),
        record("", "a"),
        record("ObjectCreated:Put", ""),
    ] {
        let error = invoke(json!([strange])).await.unwrap_err().to_string();
        assert!(error.contains("key in Records[0]"), "{error}");
    }
}

#[tokio::test]
async fn an_event_that_is_not_from_s3_is_an_error() {
    let error = invoke(json!(null)).await.unwrap_err().to_string();
    assert!(error.starts_with("expected an event of S3"), "{error}");
    assert_eq!(invoke(json!([])).await, Ok(Response::default()));
}
