use lambda_runtime::{
    Error, LambdaEvent, MetadataPrelude,
    streaming::{Body, Response, channel},
};
use serde_json::Value;

pub async fn handler(event: LambdaEvent<Value>) -> Result<Response<Body>, Error> {
    let event = event.payload;
    let (mut sender, body) = channel();
    let mut metadata_prelude = MetadataPrelude::default();
    if event["do"] == "http-stream" {
        metadata_prelude.status_code = 201.try_into()?;
        let headers = &mut metadata_prelude.headers;
        headers.insert("x-part", "head".parse()?);
        metadata_prelude.cookies = vec!["a=1".into(), "b=2".into()];
    }
    tokio::spawn(async move {
        for _ in 0..event["times"].as_u64().unwrap_or(1) {
            for part in event["parts"].as_array().into_iter().flatten() {
                let part = part.as_str().unwrap_or_default().to_owned();
                if sender.send_data(part.into()).await.is_err() {
                    return;
                }
            }
        }
        if event["fails"] == true {
            sender.abort();
        }
    });
    Ok(Response {
        metadata_prelude,
        stream: body,
    })
}
