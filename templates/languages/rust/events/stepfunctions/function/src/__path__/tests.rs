use lambda_runtime::{Context, Diagnostic, LambdaEvent};
use serde_json::{Value, json};

use super::{Error, Response, handler};

async fn invoke(event: Value) -> Result<Response, Error> {
    handler(LambdaEvent::new(event, Context::default())).await
}

fn order(card: &str) -> Value {
    json!({"orderId": "A-1001", "amount": 4990, "card": card})
}

#[tokio::test]
async fn charges_the_card_of_an_order() {
    let response = Response {
        order_id: "A-1001".to_owned(),
        status: "charged",
    };
    assert_eq!(invoke(order("test-accepted")).await, Ok(response));
}

#[tokio::test]
async fn names_errors_as_the_state_machine_does() {
    for (card, error_type) in [
        ("test-declined", "CardDeclined"),
        ("test-busy", "ProviderBusy"),
    ] {
        let error: Diagnostic = invoke(order(card)).await.unwrap_err().into();
        assert_eq!(error.error_type, error_type);
    }
}

#[tokio::test]
async fn an_input_that_is_no_order_is_an_error() {
    let strange = [
        json!(null),
        json!(["A-1001", 4990, "test-accepted"]),
        json!({"orderId": "A-1001", "card": "test-accepted"}),
        json!({"orderId": "A-1001", "amount": 0, "card": "test-accepted"}),
        json!({"orderId": "A-1001", "amount": 4990, "card": null}),
    ];
    for event in strange {
        let error = invoke(event).await.unwrap_err().to_string();
        assert!(error.starts_with("expected an order"), "{error}");
    }
}
