use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::handler;
use crate::invalid_data::InvalidData;

const ORDER: &str = r#"{"orderId": "A-1001", "amount": 4990}"#;

fn record(message: &str) -> Value {
    json!({"EventSource": "aws:sns", "Sns": {"Subject": null, "Message": message}})
}

/// Returns the ids of the orders.
async fn invoke(records: Value) -> Result<Vec<String>, InvalidData> {
    let event = json!({"Records": records});
    let response = handler(LambdaEvent::new(event, Context::default())).await?;
    Ok(response.order_ids)
}

#[tokio::test]
async fn processes_a_message() {
    assert_eq!(invoke(json!([record(ORDER)])).await.unwrap(), ["A-1001"]);
    assert_eq!(invoke(json!([])).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn takes_any_subject() {
    for subject in [json!(null), json!("An order"), json!(17)] {
        let mut record = record(ORDER);
        record["Sns"]["Subject"] = subject;
        assert_eq!(invoke(json!([record])).await.unwrap(), ["A-1001"]);
    }
}

#[tokio::test]
async fn a_message_that_is_no_order_is_an_error() {
    for message in [
        "",
        "an order, please",
        "null",
        r#"["A-1001", 1]"#,
        r#"{"orderId": "A-1001"}"#,
        r#"{"orderId": "A-1001", "amount": 0}"#,
        r#"{"orderId": "A-1001", "amount": true}"#,
    ] {
        let error = invoke(json!([record(message)])).await.unwrap_err();
        let error = error.to_string();
        assert!(error.starts_with("expected an order"), "{error}");
    }
}

#[tokio::test]
async fn a_record_without_a_message_is_an_error() {
    for strange in [
        json!(null),
        json!({}),
        json!({"Sns": [ORDER]}),
        json!({"Sns": {"Message": {"orderId": "A-1001", "amount": 4990}}}),
    ] {
        let error = invoke(json!([record(ORDER), strange])).await.unwrap_err();
        let error = error.to_string();
        assert!(error.contains("Sns.Message in Records[1]"), "{error}");
    }
}

#[tokio::test]
async fn an_event_that_is_not_from_sns_is_an_error() {
    for records in [json!(null), json!("none"), json!({})] {
        let error = invoke(records).await.unwrap_err().to_string();
        assert!(error.starts_with("expected an event of SNS"), "{error}");
    }
}
