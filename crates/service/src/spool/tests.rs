//! Spools of all sizes give back what they were given.

use std::io::{Read, Seek, SeekFrom};

use plugin_api::test_kit::{TestHost, block_on};

use super::*;

fn numbers(count: usize) -> Vec<u8> {
    (0..count).map(|number| (number % 251) as u8).collect()
}

fn spooled(bytes: &[u8], memory_bytes: usize, step: usize) -> Spooled {
    let host = TestHost::default().into_host();
    let mut spool = Spool::new(memory_bytes);
    for chunk in bytes.chunks(step) {
        block_on(spool.append(&host, chunk)).unwrap();
    }
    assert_eq!(spool.length(), bytes.len() as u64);
    spool.finish()
}

fn read(spooled: &Spooled) -> Vec<u8> {
    let mut bytes = Vec::new();
    spooled.reader().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn what_goes_in_comes_out_in_whatever_steps() {
    let bytes = numbers(10_000);
    for (memory_bytes, step) in [(1 << 20, 100), (1000, 10_000), (1000, 7), (999, 333), (1, 1), (4096, 4096)]
    {
        let spooled = spooled(&bytes, memory_bytes, step);
        assert_eq!(read(&spooled), bytes, "{memory_bytes} {step}");
        let part = spooled.part(990..1020).part(5..100);
        assert_eq!(read(&part), bytes[995..1020], "{memory_bytes} {step}");
    }
}

#[test]
fn the_stream_says_its_length_and_gives_all_bytes() {
    let bytes = numbers(1_000_000);
    let host = TestHost::default().into_host();
    for memory_bytes in [300_000, 2 << 20] {
        let stream = spooled(&bytes, memory_bytes, 65_536).stream(&host);
        assert_eq!(stream.length(), Some(1_000_000));
        assert_eq!(block_on(stream.collect(1 << 20)).unwrap(), bytes);
    }
}

#[test]
fn readers_seek_independently() {
    let bytes = numbers(5000);
    let spooled = spooled(&bytes, 1000, 700);
    let (mut one, mut two) = (spooled.reader(), spooled.part(100..200).reader());
    let mut byte = [0];
    one.seek(SeekFrom::End(-1)).unwrap();
    two.seek(SeekFrom::Start(99)).unwrap();
    one.read_exact(&mut byte).unwrap();
    assert_eq!(byte[0], bytes[4999]);
    two.read_exact(&mut byte).unwrap();
    assert_eq!(byte[0], bytes[199]);
    assert_eq!(two.read(&mut byte).unwrap(), 0);
    assert_eq!(one.seek(SeekFrom::Current(-5000)).unwrap(), 0);
    let error = one.seek(SeekFrom::Current(-1)).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
}

#[test]
fn a_stream_with_a_byte_too_many_is_refused() {
    let host = TestHost::default().into_host();
    let of = |limit| {
        let stream = ByteStream::from(Bytes::from(numbers(100)));
        block_on(Spool::of(&host, stream, 10, limit, || Error::bad_request("too large")))
    };
    assert_eq!(of(100).unwrap().length(), 100);
    assert_eq!(of(99).unwrap_err().for_client(), "too large");
}
