use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::{Response, handler};
use crate::invalid_data::InvalidData;

const TIME: &str = "2026-11-03T06:00:00Z";

fn rule() -> Value {
    json!({
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "time": TIME,
        "resources": ["arn:aws:events:eu-central-1:123456789012:rule/daily-report"],
        "detail": {},
    })
}

async fn invoke(event: Value) -> Result<Response, InvalidData> {
    handler(LambdaEvent::new(event, Context::default())).await
}

#[tokio::test]
async fn runs_the_task_for_the_day() {
    let input = json!({"task": "daily-report", "scheduledTime": TIME});
    for event in [input, rule()] {
        let response = invoke(event).await.unwrap();
        assert_eq!(response.task, "daily-report");
        assert_eq!(response.date, "2026-11-03");
    }
}

#[tokio::test]
async fn the_day_is_in_utc() {
    let time = "2026-11-03T23:30:00-05:00";
    let response = invoke(json!({"task": "daily-report", "scheduledTime": time})).await;
    assert_eq!(response.unwrap().date, "2026-11-04");
}

#[tokio::test]
async fn an_event_that_is_not_of_a_schedule_is_an_error() {
    let mut without_rule = rule();
    without_rule["resources"] = json!([]);
    let mut other = rule();
    other["detail-type"] = "OrderPlaced".into();
    let strange = [
        json!(null),
        json!({}),
        json!({"task": "daily-report"}),
        json!({"task": "", "scheduledTime": TIME}),
        without_rule,
        other,
    ];
    for event in strange {
        let error = invoke(event).await.unwrap_err().to_string();
        assert!(
            error.starts_with("expected an event of a schedule"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_invalid_time_is_an_error() {
    for time in [
        "soon",
        "2026-11-03",
        "2026-11-03T06:00:00",
        "2026-02-30T06:00:00Z",
    ] {
        let event = json!({"task": "daily-report", "scheduledTime": time});
        let error = invoke(event).await.unwrap_err().to_string();
        assert!(error.starts_with("expected a time such as"), "{error}");
    }
}
