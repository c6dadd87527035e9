//! A function for AWS Lambda that handles the triggers of a Cognito user pool.

use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::invalid_data::{InvalidData, decode};

/// Whose addresses may sign up.
const DOMAIN: &str = "example.com";

/// An event, which goes back to Cognito with all of its fields. The types of the crate
/// `aws_lambda_events` would lose those that they do not know.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Such as `PreSignUp_SignUp`.
    trigger_source: String,
    request: Map<String, Value>,
    response: Map<String, Value>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// Decides whether somebody may sign up: replace this with what your user pool is for.
///
/// After an error, Cognito refuses the user, who sees the message.
async fn sign_up(event: &mut Event) -> Result<(), InvalidData> {
    let attributes = event.request.get("userAttributes");
    let email = attributes.and_then(|attributes| attributes["email"].as_str());
    let email = email.unwrap_or("there is none");
    if !email.to_lowercase().ends_with(&format!("@{DOMAIN}")) {
        return Err(InvalidData::new(format!("an address at {DOMAIN}"), email));
    }
    // Confirmed without a code. The address is not verified by that.
    event.response.insert("autoConfirmUser".into(), true.into());
    Ok(())
}

/// Somebody has signed up: replace this, too.
///
/// Cognito waits, and tries again if it takes longer than five seconds, so doing it again must do
/// no harm.
async fn confirmed(event: &Event) -> Result<(), InvalidData> {
    let user_name = event.others.get("userName").and_then(Value::as_str);
    tracing::info!("confirmed: {user_name:?}");
    Ok(())
}

/// Handles a trigger of a user pool, and returns the whole event with what it has decided.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Event, InvalidData> {
    let expected = "an event of Cognito: triggerSource, request and response";
    let mut event: Event = decode(event.payload, expected)?;
    match event.trigger_source.as_str() {
        "PreSignUp_SignUp" => sign_up(&mut event).await?,
        "PostConfirmation_ConfirmSignUp" => confirmed(&event).await?,
        // What comes back as it is goes on as it would without the function.
        other => tracing::info!("nothing to do: {other}"),
    }
    Ok(event)
}

#[cfg(test)]
mod tests;
