//! Tells Lambda why a function cannot start.

use lambda_runtime::{Diagnostic, Error};
use lambda_runtime_api_client::{Client, body::Body, build_request};

/// Reports that there is no function of this name. The process ends with the same error.
pub async fn report(function: &str) -> Result<(), Error> {
    let error_type = "Runtime.HandlerNotFound";
    let message = format!("expected the name of a function in src/main.rs, found: {function}");
    let diagnostic = Diagnostic {
        error_type: error_type.into(),
        error_message: message.clone(),
    };
    let request = build_request()
        .method("POST")
        .uri("/2018-06-01/runtime/init/error")
        .header("Lambda-Runtime-Function-Error-Type", error_type)
        .body(Body::from(serde_json::to_vec(&diagnostic)?))?;
    Client::builder().build()?.call(request).await?;
    Err(message.into())
}
