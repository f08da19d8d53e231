//! A peer of allocheck in Rust: drives a `GlobalAlloc`, here the one of the standard library.
//!
//!     rustc -O -o peer peer.rs
//!
//! To try your own, put it where `SUBJECT` is. The peer itself uses the program's allocator, which may be another.
//! It speaks version 1 of docs/protocol.md on its standard input and output.
//!
//! Rust's allocators are told the layout of a block when it is freed or changed, so each block's is remembered.
//! A layout has at least one byte: what asks for none is refused with EINVAL, and what no layout can hold with ENOMEM.
//! How much of a block may be used is its size, so none is told.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

static SUBJECT: System = System;

const PERIOD: usize = 65536;
const STARTS: usize = 4093;
const ALIGNMENT: usize = 16; // what malloc promises
const EINVAL: i32 = 22;
const ENOMEM: i32 = 12;

struct Block { addr: *mut u8, layout: Layout, version: usize }

struct Peer { pattern: Vec<u8>, blocks: BTreeMap<usize, Block>, notes: String }

/// The offsets that are written and checked: of a large block only the first and the last period.
fn offsets(size: usize) -> impl Iterator<Item = usize> {
    let (head, tail) = if size > 4 * PERIOD { (PERIOD, size - PERIOD) } else { (size, size) };
    (0..head).chain(tail..size)
}

impl Peer {
    fn expected(&self, id: usize, version: usize, i: usize) -> u8 {
        self.pattern[(id * 31 + version * 17) % STARTS + i % PERIOD]
    }

    fn fill(&self, id: usize) {
        let block = &self.blocks[&id];
        for i in offsets(block.layout.size()) {
            unsafe { *block.addr.add(i) = self.expected(id, block.version, i) }
        }
    }

    /// Notes the first byte at `addr` that is not as block `id` was filled, of the first `bytes`.
    fn compare(&mut self, id: usize, addr: *const u8, bytes: usize) {
        let (size, version) = (self.blocks[&id].layout.size(), self.blocks[&id].version);
        for i in offsets(size).take_while(|&i| i < bytes) {
            let (right, actual) = (self.expected(id, version, i), unsafe { *addr.add(i) });
            if actual != right { return self.notes += &format!(" ! contents {id} {i} {right} {actual}") }
        }
    }

    fn check(&mut self, id: usize) {
        let (addr, size) = (self.blocks[&id].addr, self.blocks[&id].layout.size());
        self.compare(id, addr, size);
    }

    fn write(&mut self, id: usize) {
        self.blocks.get_mut(&id).unwrap().version += 1;
        self.fill(id);
    }

    fn make(&mut self, id: usize, alignment: usize, size: usize, zeroed: bool) -> String {
        let Some(layout) = layout_of(alignment, size) else { return refused(size) };
        let addr = unsafe { if zeroed { SUBJECT.alloc_zeroed(layout) } else { SUBJECT.alloc(layout) } };
        if addr.is_null() { return format!("null {ENOMEM}") }
        if zeroed {
            let wrong = offsets(size).map(|i| (i, unsafe { *addr.add(i) })).find(|&(_, byte)| byte != 0);
            self.notes.extend(wrong.map(|(i, byte)| format!(" ! zero {id} {i} 0 {byte}")));
        }
        self.made(id, addr, layout)
    }

    fn made(&mut self, id: usize, addr: *mut u8, layout: Layout) -> String {
        self.blocks.insert(id, Block { addr, layout, version: 0 });
        self.fill(id);
        format!("{} 0", addr as usize)
    }

    fn remake(&mut self, id: usize, old: usize, size: usize) -> String {
        let Some(layout) = layout_of(self.blocks[&old].layout.align(), size) else { return refused(size) };
        self.check(old);
        let Block { addr: from, layout: had, .. } = self.blocks[&old];
        let addr = unsafe { SUBJECT.realloc(from, had, size) };
        if addr.is_null() { return format!("null {ENOMEM}") }
        self.compare(old, addr, size.min(had.size()));
        self.blocks.remove(&old);
        self.made(id, addr, layout)
    }

    fn free(&mut self, id: usize) {
        self.check(id);
        let block = self.blocks.remove(&id).unwrap();
        unsafe { SUBJECT.dealloc(block.addr, block.layout) }
    }

    fn run(&mut self, words: &[&str]) -> Option<String> {
        let number = |i: usize| words.get(i).and_then(|word| word.parse::<usize>().ok());
        let held = |i: usize| number(i).filter(|id| self.blocks.contains_key(id));
        let done = "ok".to_string();
        Some(match words {
            ["malloc", ..] => self.make(number(1)?, ALIGNMENT, number(2)?, false),
            ["calloc", ..] => self.make(number(1)?, ALIGNMENT, number(2)?.saturating_mul(number(3)?), true),
            ["aligned_alloc", ..] => self.make(number(1)?, number(2)?, number(3)?, false),
            ["realloc", _, "-", _] => self.make(number(1)?, ALIGNMENT, number(3)?, false),
            ["realloc", ..] => match held(2) { Some(old) => self.remake(number(1)?, old, number(3)?), None => "-".into() },
            ["free", "-"] => done,
            ["free", _] => held(1).map_or("-".into(), |id| { self.free(id); done }),
            ["check", _] => held(1).map_or("-".into(), |id| { self.check(id); done }),
            ["write", _] => held(1).map_or("-".into(), |id| { self.write(id); done }),
            ["begin"] | ["careful"] | ["fill", _] | ["zero", _] => done,
            ["end"] => { self.blocks.keys().copied().collect::<Vec<_>>().into_iter().for_each(|id| self.free(id)); done }
            _ => return None,
        })
    }
}

fn layout_of(alignment: usize, size: usize) -> Option<Layout> {
    Layout::from_size_align(size, alignment).ok().filter(|_| size > 0)
}

fn refused(size: usize) -> String {
    format!("null {}", if size > isize::MAX as usize - PERIOD { ENOMEM } else { EINVAL })
}

fn main() -> io::Result<()> {
    let mut x: u32 = 1;
    let mut byte = || { x = x.wrapping_mul(1103515245).wrapping_add(12345) & 0x7fff_ffff; (x >> 16) as u8 };
    let pattern = (0..PERIOD + STARTS).map(|_| byte()).collect();
    let mut peer = Peer { pattern, blocks: BTreeMap::new(), notes: String::new() };
    println!("allocheck 1 rust std::alloc::System\ncan malloc calloc aligned_alloc realloc free fill zero");
    let (mut input, mut output) = (io::BufReader::new(io::stdin()), io::BufWriter::new(io::stdout()));
    let (mut line, mut careful) = (String::new(), false);
    while input.read_line(&mut line)? > 0 {
        let words: Vec<&str> = line.split_whitespace().collect();
        careful = careful || words == ["careful"];
        let Some(reply) = peer.run(&words) else { return writeln!(output, "error no command: {}", line.trim_end()) };
        writeln!(output, "{reply}{}", std::mem::take(&mut peer.notes))?;
        if careful || input.buffer().is_empty() { output.flush()? }
        line.clear();
    }
    Ok(())
}
