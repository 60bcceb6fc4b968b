// SPDX-License-Identifier: GPL-2.0-or-later
//! The client side of obs-websocket's protocol, version 5, as JSON.

use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::process::wait_until;

/// The operation codes of the protocol that are used here.
const HELLO: u64 = 0;
const IDENTIFY: u64 = 1;
const IDENTIFIED: u64 = 2;
const EVENT: u64 = 5;
const REQUEST: u64 = 6;
const RESPONSE: u64 = 7;

/// Which events a client wants: none, or those that other modules send for their vendors.
const NO_EVENTS: u64 = 0;
const VENDOR_EVENTS: u64 = 1 << 9;

/// OBS is starting or changes its scenes; the request may be sent again.
const NOT_READY: u64 = 207;

/// How long one answer may take, and how long OBS may stay "not ready".
const ANSWER_LIMIT: Duration = Duration::from_secs(60);

/// How long OBS may take to close a connection that is to end.
const LEAVE_LIMIT: Duration = Duration::from_secs(10);

pub(super) struct Client {
    socket: WebSocket<TcpStream>,
    requests: u64,
}

impl Client {
    /// Connects to the OBS of this machine and agrees on the protocol, without events.
    pub(super) fn connect(port: u16) -> Result<Self> {
        Self::connect_for(port, NO_EVENTS)
    }

    fn connect_for(port: u16, events: u64) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}"), stream)
            .map_err(|error| anyhow::anyhow!("{error}"))?;
        let mut client = Self { socket, requests: 0 };
        client.receive(HELLO)?;
        client.send(
            IDENTIFY,
            &json!({ "rpcVersion": 1, "eventSubscriptions": events }),
        )?;
        client.receive(IDENTIFIED)?;
        Ok(client)
    }

    /// Sends a request, again while OBS is not ready, and gives the answer's data.
    pub(super) fn request(&mut self, kind: &str, data: &Value) -> Result<Value> {
        wait_until(&format!("OBS to be ready for {kind}"), ANSWER_LIMIT, || {
            self.attempt(kind, data)
        })
    }

    fn attempt(&mut self, kind: &str, data: &Value) -> Result<Option<Value>> {
        self.requests += 1;
        let id = self.requests.to_string();
        self.send(
            REQUEST,
            &json!({ "requestType": kind, "requestId": id, "requestData": data }),
        )?;
        let mut answer = self.receive(RESPONSE)?;
        ensure!(
            answer["requestId"] == id.as_str(),
            "an answer to another request: {answer}"
        );
        let status = &answer["requestStatus"];
        if status["result"] == true {
            return Ok(Some(answer["responseData"].take()));
        }
        if status["code"] == NOT_READY {
            return Ok(None);
        }
        bail!("OBS refuses {kind}: {status}");
    }

    fn send(&mut self, operation: u64, data: &Value) -> Result<()> {
        let text = json!({ "op": operation, "d": data }).to_string();
        self.socket
            .send(Message::text(text))
            .context("writing to OBS's websocket")
    }

    fn receive(&mut self, operation: u64) -> Result<Value> {
        loop {
            let Message::Text(text) = self.socket.read().context("reading from OBS's websocket")? else {
                continue;
            };
            let mut message: Value = serde_json::from_str(&text)?;
            ensure!(
                message["op"] == operation,
                "expected operation {operation}: {message}"
            );
            return Ok(message["d"].take());
        }
    }
}

/// Takes leave and waits until OBS has closed the connection. For one that is still open at its end, OBS waits five
/// seconds for an answer, and obs-websocket has been seen to crash while it did.
impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.socket.get_ref().set_read_timeout(Some(LEAVE_LIMIT));
        if self.socket.close(None).is_ok() {
            while self.socket.read().is_ok() {}
        }
    }
}

/// A client that listens to what modules tell.
pub struct VendorEvents(Client);

impl VendorEvents {
    pub(super) fn connect(port: u16) -> Result<Self> {
        Client::connect_for(port, VENDOR_EVENTS).map(Self)
    }

    /// Waits for the next event: the vendor's name (`vendorName`), `eventType` and `eventData`.
    ///
    /// # Errors
    /// When none comes for a minute.
    pub fn wait(&mut self) -> Result<Value> {
        Ok(self.0.receive(EVENT)?["eventData"].take())
    }
}
