use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::handler;
use crate::invalid_data::InvalidData;

const CLICK: &str = r#"{"page": "/", "durationMs": 12}"#;

fn record(number: &str, data: &str) -> Value {
    json!({"kinesis": {"sequenceNumber": number, "data": BASE64_STANDARD.encode(data)}})
}

async fn failed(records: Value) -> Result<Vec<String>, InvalidData> {
    let event = json!({"Records": records});
    let response = handler(LambdaEvent::new(event, Context::default())).await?;
    let failures = response.batch_item_failures.into_iter();
    Ok(failures.map(|failure| failure.item_identifier).collect())
}

#[tokio::test]
async fn every_record_succeeds() {
    let records = json!([record("1", CLICK), record("2", CLICK)]);
    assert_eq!(failed(records).await.unwrap(), [""; 0]);
    assert_eq!(failed(json!([])).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn the_first_record_that_fails_ends_the_batch() {
    let records = json!([record("1", CLICK), record("2", "{}"), record("3", "{}")]);
    assert_eq!(failed(records).await.unwrap(), ["2"]);
}

#[tokio::test]
async fn a_record_without_a_click_fails() {
    for data in [
        "",
        "null",
        "[\"/\", 12]",
        r#"{"page": "/", "durationMs": 1.5}"#,
    ] {
        assert_eq!(failed(json!([record("1", data)])).await.unwrap(), ["1"]);
    }
    for data in [json!(null), json!(17), json!("!"), json!("eyJ")] {
        let records = json!([{"kinesis": {"sequenceNumber": "1", "data": data}}]);
        assert_eq!(failed(records).await.unwrap(), ["1"]);
    }
}

#[tokio::test]
async fn an_event_that_is_not_from_kinesis_is_an_error() {
    let strange = [
        json!(null),
        json!([null]),
        json!([{"kinesis": {"data": ""}}]),
        json!([record("1", "{}"), record("", CLICK)]),
    ];
    for records in strange {
        let error = failed(records).await.unwrap_err().to_string();
        assert!(error.contains("an event of Kinesis"), "{error}");
    }
}
