//! Parses events with aws_lambda_events, the types of the Rust runtime.
//!
//! Arguments: files of events, each in a directory that is named after its source. Prints one line of JSON for each: the
//! type, and the event as that type writes it. Stops at the first file that does not parse.

use std::{env, error::Error, fs, path::Path};

use aws_lambda_events::event::{
    alb::AlbTargetGroupRequest, apigw::{ApiGatewayProxyRequest, ApiGatewayV2httpRequest, ApiGatewayWebsocketProxyRequest}, cloudwatch_logs::LogsEvent, cognito::{CognitoEventUserPoolsPostConfirmation, CognitoEventUserPoolsPreSignup}, dynamodb, eventbridge::EventBridgeEvent, kinesis::KinesisEvent,
    lambda_function_urls::LambdaFunctionUrlRequest, s3::S3Event, sns::SnsEvent, sqs::SqsEvent,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    for file in env::args().skip(1) {
        let parsed = parse(Path::new(&file)).map_err(|error| format!("{file}: {error}"))?;
        println!("{parsed}");
    }
    Ok(())
}

fn parse(file: &Path) -> Result<Value, Box<dyn Error>> {
    let source = file.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let text = fs::read_to_string(file)?;
    match source {
        Some("alb") => read::<AlbTargetGroupRequest>(&text),
        Some("cognito") => read::<CognitoEventUserPoolsPreSignup>(&text),
        Some("confirmed") => read::<CognitoEventUserPoolsPostConfirmation>(&text),
        Some("cwlogs") => read::<LogsEvent>(&text),
        Some("dynamodb") => read::<dynamodb::Event>(&text),
        Some("eventbridge" | "schedule") => read::<EventBridgeEvent>(&text),
        Some("function-url") => read::<LambdaFunctionUrlRequest>(&text),
        Some("http") => read::<ApiGatewayV2httpRequest>(&text),
        Some("kinesis") => read::<KinesisEvent>(&text),
        Some("rest") => read::<ApiGatewayProxyRequest>(&text),
        Some("s3") => read::<S3Event>(&text),
        Some("sns") => read::<SnsEvent>(&text),
        Some("sqs") => read::<SqsEvent>(&text),
        Some("websocket") => read::<ApiGatewayWebsocketProxyRequest>(&text),
        _ => Err("expected a directory that is named after a source of events".into()),
    }
}

fn read<T: Serialize + DeserializeOwned>(text: &str) -> Result<Value, Box<dyn Error>> {
    let event: T = serde_json::from_str(text)?;
    Ok(json!({ "type": std::any::type_name::<T>(), "event": event }))
}
