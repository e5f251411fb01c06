//! Documents to start from, and how they are changed.

use std::collections::HashSet;

use super::random::Random;

/// Longer documents say nothing new.
const LONGEST: usize = 64 << 10;
/// More seeds than that are not kept.
const SEEDS: usize = 5000;

/// Pieces of documents, right and wrong.
const WORDS: &[&[u8]] = &[
    b"<TR>",
    b"</TR>",
    b"<TD>",
    b"</TD>",
    b"<TD/>",
    b"<TABLEDATA>",
    b"</TABLEDATA>",
    b"<BINARY>",
    b"</BINARY>",
    b"<BINARY2>",
    b"<STREAM encoding='gzip'>",
    b"</STREAM>",
    b"<FIELD name='x' datatype='",
    b"'/>",
    b" arraysize='*'",
    b" arraysize='2x3*'",
    b" arraysize='0'",
    b" arraysize='16777216'",
    b" xtype='timestamp'",
    b" xtype='point'",
    b" xtype='adql:CIRCLE'",
    b"<VALUES null='-1'/>",
    b"unicodeChar",
    b"unsignedByte",
    b"doubleComplex",
    b"boolean",
    b"bit",
    b"short",
    b"&amp;",
    b"&#0;",
    b"&x;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<!DOCTYPE x [",
    b"<?xml encoding='utf-16'?>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"NaN",
    b"-Inf",
    b"1e999",
    b"0xffff",
    b"2000-01-01",
    b",",
    b"\t",
    b"\"",
    b"\r\n",
    b"\n",
    b"\0",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"AAAA",
    b"====",
    b"PAR1",
    b"SIMPLE  =",
    b"XTENSION= 'BINTABLE'",
    b"NAXIS1  =",
    b"TFORM1  = '1PE(9)'",
    b"TDIM1   = '(2,3)'",
    b"END",
    b"99999999999999999999",
];

/// The documents that are changed.
pub struct Pool {
    seeds: Vec<Vec<u8>>,
    /// How many of them are whole documents.
    whole: usize,
    outcomes: HashSet<String>,
}

impl Pool {
    /// Begins with these documents.
    pub fn new(seeds: Vec<Vec<u8>>) -> Self {
        let whole = seeds.len();
        Self { seeds, whole, outcomes: HashSet::new() }
    }

    /// The number of documents.
    pub fn len(&self) -> usize {
        self.seeds.len()
    }

    /// A changed document.
    pub fn changed(&self, random: &mut Random) -> Vec<u8> {
        // What was kept is mostly broken already, and hides what comes behind the break.
        let pool = if random.below(3) == 0 { &self.seeds } else { &self.seeds[..self.whole] };
        let mut document = random.one_of(pool).clone();
        for _ in 0..=random.below(3) {
            self.change(&mut document, random);
        }
        document.truncate(LONGEST);
        document
    }

    /// Keeps a document whose outcome is new.
    pub fn keep_if_new(&mut self, document: Vec<u8>, outcome: String) {
        if self.seeds.len() < SEEDS && self.outcomes.insert(outcome) {
            self.seeds.push(document);
        }
    }

    fn change(&self, document: &mut Vec<u8>, random: &mut Random) {
        let from = random.below(document.len() + 1);
        let to = (from + random.below(24)).min(document.len());
        match random.below(8) {
            0 => drop(document.drain(from..to)),
            1 => insert(document, from, random.one_of::<&[u8]>(WORDS)),
            2 => drop(document.splice(from..to, random.one_of::<&[u8]>(WORDS).iter().copied())),
            3 => {
                let copy = document[from..to].repeat(1 + random.below(40));
                insert(document, to, &copy);
            }
            4 => {
                let other = random.one_of(&self.seeds);
                let start = random.below(other.len() + 1);
                let end = (start + random.below(200)).min(other.len());
                insert(document, from, &other[start..end]);
            }
            5 => document.truncate(from),
            6 => {
                let word = random.one_of::<&[u8]>(WORDS);
                let end = (from + word.len()).min(document.len());
                document[from..end].copy_from_slice(&word[..end - from]);
            }
            _ => {
                if let Some(byte) = document.get_mut(from) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
}

fn insert(document: &mut Vec<u8>, place: usize, piece: &[u8]) {
    document.splice(place..place, piece.iter().copied());
}
