use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::{Order, handler};
use crate::invalid_data::InvalidData;

async fn invoke(detail_type: &str, detail: Value) -> Result<Option<Order>, InvalidData> {
    let event = json!({"detail-type": detail_type, "source": "shop.orders", "detail": detail});
    handler(LambdaEvent::new(event, Context::default())).await
}

fn order(status: &'static str) -> Order {
    let order_id = "A-1001".to_owned();
    Order { order_id, status }
}

#[tokio::test]
async fn handles_an_order_that_was_placed() {
    let detail = json!({"orderId": "A-1001", "amount": 4990});
    let response = invoke("OrderPlaced", detail).await;
    assert_eq!(response, Ok(Some(order("placed"))));
}

#[tokio::test]
async fn handles_an_order_that_was_cancelled() {
    let detail = json!({"orderId": "A-1001", "reason": "out of stock"});
    let response = invoke("OrderCancelled", detail).await;
    assert_eq!(response, Ok(Some(order("cancelled"))));
}

#[tokio::test]
async fn ignores_other_events() {
    assert_eq!(invoke("OrderArchived", json!({})).await, Ok(None));
}

#[tokio::test]
async fn an_order_without_its_fields_is_an_error() {
    for detail in [json!({}), json!({"orderId": "A-1001", "amount": 0})] {
        for detail_type in ["OrderPlaced", "OrderCancelled"] {
            let error = invoke(detail_type, detail.clone()).await.unwrap_err();
            assert!(
                error.to_string().starts_with("expected an order"),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn an_event_that_is_not_from_eventbridge_is_an_error() {
    for event in [
        json!(null),
        json!({}),
        json!({"detail-type": "OrderPlaced"}),
    ] {
        let event = LambdaEvent::new(event, Context::default());
        let error = handler(event).await.unwrap_err().to_string();
        assert!(
            error.starts_with("expected an event of EventBridge"),
            "{error}"
        );
    }
    assert!(invoke("OrderArchived", json!("text")).await.is_err());
}
