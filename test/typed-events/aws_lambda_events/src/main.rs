//! Parses events with aws_lambda_events, the types of the Rust runtime.
//!
//! Arguments: files of events, each in a directory that is named after its source. Prints one line of JSON for each: the
//! type, null if there is none, and the event as that type writes it. Stops at the first file that does not parse.

use std::{env, error::Error, fs, path::Path};

use aws_lambda_events::event::{
    activemq, alb, apigw, appsync, bedrock_agent_runtime, clientvpn, cloudformation, cloudwatch_alarms, cloudwatch_logs, code_commit, codedeploy, codepipeline_job, cognito, config, connect, documentdb, dynamodb, eventbridge, firehose, iot, kafka, kinesis, lambda_function_urls, rabbitmq, s3, secretsmanager, ses, sns, sqs, vpc_lattice,
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
    let directory = file.parent().and_then(Path::file_name);
    let source = directory.and_then(|name| name.to_str()).unwrap_or_default();
    let sample = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    read_as(source, sample, &fs::read_to_string(file)?)
}

/// As the type of the sample, or of all samples of the source. The type is null if there is none.
fn read_as(source: &str, sample: &str, text: &str) -> Result<Value, Box<dyn Error>> {
    match (source, sample) {
        ("appsync", "authorizer") => read::<appsync::AppSyncLambdaAuthorizerRequest>(text),
        ("appsync", "batch") => read::<Vec<appsync::AppSyncDirectResolverEvent>>(text),
        ("appsync", "resolver") => read::<appsync::AppSyncDirectResolverEvent>(text),
        ("authorizer", "http") => read::<apigw::ApiGatewayV2CustomAuthorizerV2Request>(text),
        ("authorizer", "request") => read::<apigw::ApiGatewayCustomAuthorizerRequestTypeRequest>(text),
        ("authorizer", "token") => read::<apigw::ApiGatewayCustomAuthorizerRequest>(text),
        ("bedrock-agent", "api") => read::<bedrock_agent_runtime::AgentEvent>(text),
        ("cloudformation", "create") => read::<cloudformation::CloudFormationCustomResourceRequest>(text),
        ("cloudformation", "delete") => read::<cloudformation::CloudFormationCustomResourceRequest>(text),
        ("cloudformation", "update") => read::<cloudformation::CloudFormationCustomResourceRequest>(text),
        ("cloudwatch-alarm", "composite") => read::<cloudwatch_alarms::CloudWatchCompositeAlarm>(text),
        ("cloudwatch-alarm", "metric") => read::<cloudwatch_alarms::CloudWatchMetricAlarm>(text),
        ("cognito", "confirmed") => read::<cognito::CognitoEventUserPoolsPostConfirmation>(text),
        ("cognito", "create-auth-challenge") => read::<cognito::CognitoEventUserPoolsCreateAuthChallenge>(text),
        ("cognito", "custom-message") => read::<cognito::CognitoEventUserPoolsCustomMessage>(text),
        ("cognito", "define-auth-challenge") => read::<cognito::CognitoEventUserPoolsDefineAuthChallenge>(text),
        ("cognito", "pre-sign-up-external-provider") => read::<cognito::CognitoEventUserPoolsPreSignup>(text),
        ("cognito", "custom-message-admin-create-user") => read::<cognito::CognitoEventUserPoolsCustomMessage>(text),
        ("cognito", "post-confirmation-forgot-password") => read::<cognito::CognitoEventUserPoolsPostConfirmation>(text),
        ("cognito", "post-authentication") => read::<cognito::CognitoEventUserPoolsPostAuthentication>(text),
        ("cognito", "pre-authentication") => read::<cognito::CognitoEventUserPoolsPreAuthentication>(text),
        ("cognito", "pre-token-generation") => read::<cognito::CognitoEventUserPoolsPreTokenGen>(text),
        ("cognito", "pre-token-generation-v2") => read::<cognito::CognitoEventUserPoolsPreTokenGenV2>(text),
        ("cognito", "set") => read::<cognito::CognitoEventUserPoolsPreSignup>(text),
        ("cognito", "sign-up") => read::<cognito::CognitoEventUserPoolsPreSignup>(text),
        ("cognito", "user-migration") => read::<cognito::CognitoEventUserPoolsMigrateUser>(text),
        ("cognito", "user-migration-forgot-password") => read::<cognito::CognitoEventUserPoolsMigrateUser>(text),
        ("cognito", "verify-auth-challenge") => read::<cognito::CognitoEventUserPoolsVerifyAuthChallenge>(text),
        ("dynamodb", "window") => read::<dynamodb::TimeWindowEvent>(text),
        ("http", "function-url") => read::<lambda_function_urls::LambdaFunctionUrlRequest>(text),
        ("iot", "authorizer") => read::<iot::IoTCoreCustomAuthorizerRequest>(text),
        ("kinesis", "final-window") => read::<kinesis::KinesisTimeWindowEvent>(text),
        ("kinesis", "window") => read::<kinesis::KinesisTimeWindowEvent>(text),
        ("mq", "activemq") => read::<activemq::ActiveMqEvent>(text),
        ("mq", "rabbitmq") => read::<rabbitmq::RabbitMqEvent>(text),
        ("s3-batch", "v1") => read::<s3::batch_job::S3BatchJobEvent>(text),
        ("schedule", "rule") => read::<eventbridge::EventBridgeEvent>(text),
        ("vpc-lattice", "v1") => read::<vpc_lattice::VpcLatticeRequestV1>(text),
        ("vpc-lattice", "v2") => read::<vpc_lattice::VpcLatticeRequestV2>(text),
        ("firehose", "msk") => Ok(json!({ "type": null })),
        ("alb", _) => read::<alb::AlbTargetGroupRequest>(text),
        ("client-vpn", _) => read::<clientvpn::ClientVpnConnectionHandlerRequest>(text),
        ("codecommit", _) => read::<code_commit::CodeCommitEvent>(text),
        ("codedeploy", _) => read::<codedeploy::CodeDeployLifecycleEvent>(text),
        ("codepipeline", _) => read::<codepipeline_job::CodePipelineJobEvent>(text),
        ("cognito-sync", _) => read::<cognito::CognitoEvent>(text),
        ("config", _) => read::<config::ConfigEvent>(text),
        ("connect", _) => read::<connect::ConnectEvent>(text),
        ("cwlogs", _) => read::<cloudwatch_logs::LogsEvent>(text),
        ("documentdb", _) => read::<documentdb::DocumentDbEvent>(text),
        ("dynamodb", _) => read::<dynamodb::Event>(text),
        ("eventbridge", _) => read::<eventbridge::EventBridgeEvent>(text),
        ("firehose", _) => read::<firehose::KinesisFirehoseEvent>(text),
        ("http", _) => read::<apigw::ApiGatewayV2httpRequest>(text),
        ("kafka", _) => read::<kafka::KafkaEvent>(text),
        ("kinesis", _) => read::<kinesis::KinesisEvent>(text),
        ("rest", _) => read::<apigw::ApiGatewayProxyRequest>(text),
        ("s3", _) => read::<s3::S3Event>(text),
        ("s3-object-lambda", _) => read::<s3::object_lambda::S3ObjectLambdaEvent>(text),
        ("secretsmanager", _) => read::<secretsmanager::SecretsManagerSecretRotationEvent>(text),
        ("ses", _) => read::<ses::SimpleEmailEvent>(text),
        ("sns", _) => read::<sns::SnsEvent>(text),
        ("sqs", _) => read::<sqs::SqsEvent>(text),
        ("websocket", _) => read::<apigw::ApiGatewayWebsocketProxyRequest>(text),
        _ => Ok(json!({ "type": null })),
    }
}

fn read<T: Serialize + DeserializeOwned>(text: &str) -> Result<Value, Box<dyn Error>> {
    let event: T = serde_json::from_str(text)?;
    Ok(json!({ "type": std::any::type_name::<T>(), "event": event }))
}
