/// The amounts of some orders.
pub const AMOUNTS: [i64; 2] = [40, 2];
