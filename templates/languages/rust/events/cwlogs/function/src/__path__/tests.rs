use std::io::Write;

use base64::{Engine, prelude::BASE64_STANDARD};
use flate2::{Compression, write::GzEncoder};
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::handler;
use crate::invalid_data::InvalidData;

fn batch(log_events: &Value) -> Value {
    json!({"messageType": "DATA_MESSAGE", "logGroup": "shop", "logEvents": log_events})
}

fn log_event(id: &str) -> Value {
    json!({"id": id, "timestamp": 1_793_702_700_123_u64, "message": "ERROR"})
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Returns the ids of the log events in an event with those data.
async fn invoke(data: impl Into<Value>) -> Result<Vec<String>, InvalidData> {
    let event = json!({"awslogs": {"data": data.into()}});
    let response = handler(LambdaEvent::new(event, Context::default())).await?;
    Ok(response.log_event_ids)
}

async fn invoke_with(batch: &Value) -> Result<Vec<String>, InvalidData> {
    invoke(BASE64_STANDARD.encode(gzip(&batch.to_string()))).await
}

#[tokio::test]
async fn processes_log_events() {
    let log_events = json!([log_event("1"), log_event("2")]);
    let ids = invoke_with(&batch(&log_events)).await.unwrap();
    assert_eq!(ids, ["1", "2"]);
}

#[tokio::test]
async fn ignores_control_messages() {
    let control = json!({"messageType": "CONTROL_MESSAGE", "logEvents": [log_event("1")]});
    assert_eq!(invoke_with(&control).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_batch_of_another_shape_is_an_error() {
    for strange in [
        json!(null),
        json!(["DATA_MESSAGE", "shop", []]),
        json!({"messageType": "OTHER_MESSAGE", "logGroup": "shop", "logEvents": []}),
        json!({"messageType": "DATA_MESSAGE", "logEvents": []}),
        batch(&json!(null)),
        batch(&json!({})),
    ] {
        let error = invoke_with(&strange).await.unwrap_err().to_string();
        assert!(error.starts_with("expected a DATA_MESSAGE"), "{error}");
    }
}

#[tokio::test]
async fn a_log_event_of_another_shape_is_an_error() {
    for strange in [
        json!(null),
        json!(["2", 1, "ERROR"]),
        json!({"id": "2", "timestamp": 1}),
        json!({"id": "2", "timestamp": "1", "message": "ERROR"}),
        json!({"id": "2", "timestamp": 1.5, "message": "ERROR"}),
        log_event(""),
    ] {
        let batch = batch(&json!([log_event("1"), strange]));
        let error = invoke_with(&batch).await.unwrap_err().to_string();
        assert!(error.contains("message in logEvents[1]"), "{error}");
    }
}

#[tokio::test]
async fn data_that_cannot_be_decoded_is_an_error() {
    let whole = gzip(&batch(&json!([])).to_string());
    let cut_off = &whole[..whole.len() - 9];
    let mut wrong_checksum = whole.clone();
    wrong_checksum[whole.len() - 5] ^= 1;
    for data in [b"{}".as_slice(), cut_off, &wrong_checksum, &gzip("ERROR")] {
        let error = invoke(BASE64_STANDARD.encode(data)).await.unwrap_err();
        let error = error.to_string();
        assert!(error.starts_with("expected awslogs.data"), "{error}");
    }
    let error = invoke("AP_-").await.unwrap_err().to_string();
    assert!(error.starts_with("expected awslogs.data"), "{error}");
}

#[tokio::test]
async fn an_event_that_is_not_from_cloudwatch_logs_is_an_error() {
    for data in [json!(null), json!(17), json!({})] {
        let error = invoke(data).await.unwrap_err().to_string();
        assert!(
            error.starts_with("expected an event of CloudWatch"),
            "{error}"
        );
    }
}
