//! A function for AWS Lambda that runs a task on a schedule.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

#[derive(Deserialize)]
#[serde(untagged)]
enum Event {
    /// From `EventBridge` Scheduler: the event is the `Input` of the schedule.
    #[serde(rename_all = "camelCase")]
    Input {
        task: String,
        scheduled_time: String,
    },
    /// From a rule: its ARN ends in its name. That is the task.
    #[serde(rename_all = "kebab-case")]
    Rule {
        #[allow(dead_code)]
        detail_type: DetailType,
        resources: Vec<String>,
        time: String,
    },
}

#[derive(Deserialize)]
enum DetailType {
    #[serde(rename = "Scheduled Event")]
    ScheduledEvent,
}

/// What was done. Lambda passes it on to a destination, if the function has one.
#[derive(Debug, PartialEq, Serialize)]
pub struct Response {
    task: String,
    date: String,
}

/// Runs a task: replace this with what your function does.
///
/// After an error, Lambda tries it twice more. A schedule may also invoke the function twice, so
/// running the task again for the same day must do no harm.
async fn run_task(task: &str, day: Date) -> Result<Response, InvalidData> {
    tracing::info!("running {task} for {day}");
    Ok(Response {
        task: task.to_owned(),
        date: day.to_string(),
    })
}

/// Runs the task that an event of a schedule is for.
///
/// The day is that of the scheduled time: a retry may come after midnight. For a schedule of
/// `EventBridge` Scheduler, the event is its `Input`, and nothing else. Write it like this, and
/// `EventBridge` Scheduler fills in the time:
/// `{"task": "daily-report", "scheduledTime": "<aws.scheduler.scheduled-time>"}`
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let expected = "an event of a schedule: task and scheduledTime, \
                    or a Scheduled Event with resources and time";
    let (task, time) = match decode(event.payload, expected)? {
        Event::Input {
            task,
            scheduled_time,
        } => (task, scheduled_time),
        Event::Rule {
            resources, time, ..
        } => {
            let rule = resources.into_iter().next().unwrap_or_default();
            (rule.rsplit('/').next().unwrap_or_default().to_owned(), time)
        }
    };
    if task.is_empty() {
        return Err(InvalidData::new(expected, "there is no name of a task"));
    }
    run_task(&task, day_of(&time)?).await
}

/// Returns the day of a time, in UTC.
fn day_of(time: &str) -> Result<Date, InvalidData> {
    let expected = "a time such as 2026-11-03T06:00:00Z";
    let time = time.parse::<Timestamp>();
    let time = time.map_err(|error| InvalidData::new(expected, error))?;
    Ok(TimeZone::UTC.to_datetime(time).date())
}

#[cfg(test)]
mod tests;
