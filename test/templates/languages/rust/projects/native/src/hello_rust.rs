use lambda_runtime::{Error, LambdaEvent};
use rusqlite::Connection;
use serde_json::Value;

pub async fn handler(_event: LambdaEvent<Value>) -> Result<i64, Error> {
    let database = Connection::open("/tmp/orders.db")?;
    database.execute_batch("create table orders (amount)")?;
    for amount in orders::AMOUNTS {
        database.execute("insert into orders values (?)", [amount])?;
    }
    Ok(database.query_row("select sum(amount) from orders", [], |row| row.get(0))?)
}
