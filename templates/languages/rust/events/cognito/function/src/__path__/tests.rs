use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::handler;
use crate::invalid_data::InvalidData;

fn signing_up(email: &Value, auto_confirm_user: bool) -> Value {
    json!({
        "version": "1",
        "triggerSource": "PreSignUp_SignUp",
        "callerContext": {"clientId": "6p4q2n8r"},
        "request": {"userAttributes": {"email": email}, "validationData": {"invitation": "B-77"}},
        "response": {"autoConfirmUser": auto_confirm_user, "autoVerifyEmail": false},
    })
}

/// Returns the response as Cognito gets it.
async fn invoke(event: Value) -> Result<Value, InvalidData> {
    let response = handler(LambdaEvent::new(event, Context::default())).await?;
    Ok(serde_json::to_value(response).unwrap())
}

#[tokio::test]
async fn confirms_an_address_of_the_domain() {
    let email = json!("Zoë.Ada@Example.com");
    let response = invoke(signing_up(&email, false)).await;
    assert_eq!(response, Ok(signing_up(&email, true)));
}

#[tokio::test]
async fn refuses_other_addresses() {
    for email in [
        json!("ada@example.org"),
        json!("ada@sub.example.com"),
        json!("ada@example.com.evil.org"),
        json!("example.com"),
        json!(""),
        json!(null),
        json!(17),
    ] {
        let error = invoke(signing_up(&email, false)).await.unwrap_err();
        let error = error.to_string();
        assert!(error.starts_with("expected an address at"), "{error}");
    }
}

#[tokio::test]
async fn returns_other_events_as_they_are() {
    for source in [
        "PostConfirmation_ConfirmSignUp",
        "PreSignUp_AdminCreateUser",
    ] {
        let mut event = signing_up(&json!("ada@example.org"), false);
        event["triggerSource"] = source.into();
        assert_eq!(invoke(event.clone()).await, Ok(event));
    }
}

#[tokio::test]
async fn an_event_that_is_not_from_cognito_is_an_error() {
    for event in [
        json!(null),
        json!({"Records": []}),
        json!({"triggerSource": null, "request": {}, "response": {}}),
        json!({"triggerSource": "PreSignUp_SignUp", "request": [], "response": {}}),
        json!({"triggerSource": "PreSignUp_SignUp", "request": {}}),
    ] {
        let error = invoke(event).await.unwrap_err().to_string();
        assert!(error.starts_with("expected an event of Cognito"), "{error}");
    }
}
