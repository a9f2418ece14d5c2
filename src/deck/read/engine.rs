//! What of the engine a deck names: operations, their outputs and mistakes, and inputs that it fixes.

use serde_json::{Map, Value as Json};
use toml::Spanned;
use toml::de::DeValue;

use crate::base::nearest::nearest;
use crate::engine::simulation::{self, Simulation};
use crate::engine::{Op, Values, json, ops};
use crate::text;

use super::node::Node;

impl Node<'_> {
    /// Reads the name of an operation.
    pub fn operation(self) -> Option<&'static Op> {
        let id = self.string()?;
        let found = ops::find(&id);
        if found.is_none() {
            let help = match nearest(&id, ops::ALL.iter().map(|op| op.id)) {
                Some(near) => text!("did you mean `{near}`?", "是否想写 `{near}`？"),
                None => text!("`sqrtd exercise list` names them", "`sqrtd exercise list` 列出全部运算"),
            };
            self.wrong(text!("there is no operation `{id}`", "没有名为 `{id}` 的运算"), Some(help));
        }
        found
    }

    /// Reads the name of an operation of which there is a simulation.
    pub fn simulation(self) -> Option<&'static Simulation> {
        let operation = self.operation()?;
        let found = simulation::find(operation.id);
        if found.is_none() {
            let (id, known) = (operation.id, simulation::ALL.iter().map(|known| known.operation).collect::<Vec<_>>().join(", "));
            let help = text!("there are simulations of: {known}", "可以模拟的运算：{known}");
            self.wrong(text!("there is no simulation of `{id}`", "没有 `{id}` 的模拟"), Some(help));
        }
        found
    }

    /// Reads the name of an output of an operation.
    pub fn output_of(self, op: &'static Op) -> Option<&'static str> {
        let names: Vec<&'static str> = op.outputs.iter().map(|field| field.name).collect();
        self.one_of(&names)
    }

    /// Reads the id of a mistake of an operation.
    pub fn mistake_of(self, op: &'static Op) -> Option<&'static str> {
        let ids: Vec<&'static str> = op.mistakes.iter().map(|mistake| mistake.id).collect();
        self.one_of(&ids)
    }

    /// Reads some of the inputs of an operation; their kinds, ranges and shapes are checked.
    pub fn inputs_of(self, op: &'static Op) -> Option<Values> {
        let table = self.table()?;
        let fields: Vec<(String, Json)> = table.entries(|name, node| {
            let value = to_json(node.value);
            let alone = Map::from_iter([(name.to_string(), value.clone())]);
            match op.read_some_inputs(&Json::Object(alone)) {
                Ok(_) => Some((name.to_string(), value)),
                Err(problem) => {
                    node.wrong(problem.message, problem.help);
                    None
                }
            }
        })?;
        match op.read_some_inputs(&Json::Object(fields.into_iter().collect())) {
            Ok(values) => Some(values),
            Err(problem) => {
                self.wrong(problem.message, problem.help);
                None
            }
        }
    }
}

/// The same value in JSON, where numbers that are not finite are words.
fn to_json(value: &Spanned<DeValue<'_>>) -> Json {
    match value.get_ref() {
        DeValue::String(string) => Json::from(string.as_ref()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).map_or(Json::Null, Json::from),
        DeValue::Float(float) => json::write_number(crate::engine::field::Kind::Real, float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Json::from(*flag),
        DeValue::Datetime(date) => Json::from(date.to_string()),
        DeValue::Array(array) => Json::Array(array.iter().map(to_json).collect()),
        DeValue::Table(table) => Json::Object(table.iter().map(|(key, value)| (key.get_ref().to_string(), to_json(value))).collect()),
    }
}
