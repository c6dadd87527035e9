use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::{Response, handler};
use crate::invalid_data::InvalidData;

async fn invoke(event: Value) -> Result<Response, InvalidData> {
    handler(LambdaEvent::new(event, Context::default())).await
}

#[tokio::test]
async fn returns_a_greeting_for_the_name() {
    let response = invoke(json!({"name": "Ada"})).await;
    let message = "Hello, Ada!".to_owned();
    assert_eq!(response, Ok(Response { message }));
}

#[tokio::test]
async fn an_event_without_a_name_is_an_error() {
    for event in [
        json!({}),
        json!({"name": null}),
        json!(null),
        json!(["Ada"]),
    ] {
        let error = invoke(event).await.unwrap_err().to_string();
        assert!(
            error.starts_with("expected an event with a name"),
            "{error}"
        );
    }
}
