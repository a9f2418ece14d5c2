//! The terminal: taken and given back as it was found.

use std::io::{self, BufWriter, Stdout, Write};
use std::thread;

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};

/// The terminal while it is ours.
pub struct Tty {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    /// Whether it reports the mouse.
    mouse: bool,
}

impl Tty {
    /// Sets the terminal up, whatever state it is in.
    ///
    /// # Errors
    /// It can't be used.
    pub fn take() -> io::Result<Tty> {
        enable_raw_mode()?;
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
        execute!(out, EnterAlternateScreen, EnableBracketedPaste, Clear(ClearType::All))?;
        Ok(Tty { terminal: Terminal::new(CrosstermBackend::new(out))?, mouse: false })
    }

    /// How large it is.
    ///
    /// # Errors
    /// It is gone.
    pub fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Draws a frame.
    ///
    /// # Errors
    /// It is gone.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(paint).map(|_| ())
    }

    /// Has the terminal report clicks and the wheel, or no more. Not every move, as each would wake the program.
    ///
    /// # Errors
    /// It is gone.
    pub fn listen_to_mouse(&mut self, wanted: bool) -> io::Result<()> {
        if self.mouse == wanted {
            return Ok(());
        }
        self.mouse = wanted;
        let out = self.terminal.backend_mut();
        if wanted {
            out.write_all(b"\x1b[?1000h\x1b[?1006h")?;
        } else {
            execute!(out, DisableMouseCapture)?;
        }
        Write::flush(out)
    }

    /// Puts a text into the clipboard of the terminal (OSC 52).
    ///
    /// # Errors
    /// It is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        write!(out, "\u{1b}]52;c;{}\u{7}", base64(text.as_bytes()))?;
        Write::flush(out)
    }
}

/// Gives the terminal back as it was found. What fails here can't be helped.
pub fn give_back() {
    let _ = execute!(io::stdout(), DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}

/// Gives the terminal back before a panic is reported; a job's panic is reported by its message.
pub fn give_back_on_panic() {
    let main = thread::current().id();
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == main {
            give_back();
            report(panic);
        }
    }));
}

/// The bytes in base 64.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let block = chunk.iter().fold(0_u32, |block, &byte| block << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = if place <= chunk.len() { DIGITS[(block >> (18 - 6 * place) & 63) as usize] } else { b'=' };
            text.push(char::from(digit));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_the_standard() {
        for (text, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("√d", "4oiaZA==")] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
