use std::cell::RefCell;

use serde_json::{Value, json};

use super::{Connections, Error, PostError, Response, handle};

const ADDRESS: &str = "https://chat.example.com/prod";

/// Connections that a test can look at. Those with these names cannot be reached.
#[derive(Default)]
struct Fake {
    ids: RefCell<Vec<String>>,
    posted: RefCell<Vec<(String, Vec<u8>)>>,
}

impl Fake {
    fn of(ids: [&str; 3]) -> Self {
        let ids = RefCell::new(ids.map(str::to_owned).to_vec());
        let posted = RefCell::default();
        Self { ids, posted }
    }
}

impl Connections for Fake {
    async fn add(&self, id: &str) -> Result<(), Error> {
        self.ids.borrow_mut().push(id.to_owned());
        Ok(())
    }

    async fn remove(&self, id: &str) -> Result<(), Error> {
        self.ids.borrow_mut().retain(|other| other != id);
        Ok(())
    }

    async fn all(&self) -> Result<Vec<String>, Error> {
        Ok(self.ids.borrow().clone())
    }

    async fn post(&self, message: &[u8], id: &str, address: &str) -> Result<(), PostError> {
        assert_eq!(address, ADDRESS);
        match id {
            "gone" => Err(PostError::Gone),
            "forbidden" => Err(PostError::Failed("forbidden".to_owned())),
            _ => {
                let mut posted = self.posted.borrow_mut();
                posted.push((id.to_owned(), message.to_vec()));
                Ok(())
            }
        }
    }
}

fn event(event_type: &str) -> Value {
    json!({"requestContext": {
        "eventType": event_type,
        "connectionId": "ada=",
        "domainName": "chat.example.com",
        "stage": "prod",
    }})
}

fn message(body: impl Into<Value>, is_base64: bool) -> Value {
    let mut event = event("MESSAGE");
    event["body"] = body.into();
    event["isBase64Encoded"] = is_base64.into();
    event
}

const OK: Response = Response { status_code: 200 };

#[tokio::test]
async fn stores_and_removes_a_connection() {
    let chat = Fake::default();
    assert_eq!(handle(event("CONNECT"), &chat).await.unwrap(), OK);
    assert_eq!(*chat.ids.borrow(), ["ada="]);
    assert_eq!(handle(event("DISCONNECT"), &chat).await.unwrap(), OK);
    assert!(chat.ids.borrow().is_empty());
}

#[tokio::test]
async fn sends_a_message_to_all_that_can_be_reached() {
    let chat = Fake::of(["gone", "forbidden", "ada="]);
    assert_eq!(handle(message("Grüße", false), &chat).await.unwrap(), OK);
    let greeting = "Grüße".as_bytes().to_vec();
    assert_eq!(*chat.posted.borrow(), [("ada=".to_owned(), greeting)]);
    assert_eq!(*chat.ids.borrow(), ["forbidden", "ada="]);
}

#[tokio::test]
async fn sends_bytes() {
    let chat = Fake::of(["gone", "forbidden", "ada="]);
    handle(message("AP8=", true), &chat).await.unwrap();
    assert_eq!(chat.posted.borrow()[0].1, [0, 255]);
}

#[tokio::test]
async fn bytes_that_are_not_in_base64_are_an_error() {
    for body in ["AP8", "AP8=\n", "Grüße"] {
        let error = handle(message(body, true), &Fake::default()).await;
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("expected a body in Base64"), "{error}");
    }
}

#[tokio::test]
async fn an_event_that_is_not_from_a_websocket_api_is_an_error() {
    let mut without_id = event("CONNECT");
    without_id["requestContext"]["connectionId"] = "".into();
    let strange = [
        json!(null),
        json!({}),
        event("PING"),
        event("MESSAGE"),
        message(17, false),
        without_id,
    ];
    for event in strange {
        let error = handle(event, &Fake::default()).await;
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("expected a"), "{error}");
    }
}
