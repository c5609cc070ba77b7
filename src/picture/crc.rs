//! The checksum of PNG's chunks: the CRC of ISO 3309 (PNG specification, section 5.5 and annex D).
//!
//! Eight bytes at a step by eight tables ("slicing by 8"), as a chunk can be most of a file of megabytes.

const POLYNOMIAL: u32 = 0xEDB8_8320;

static TABLES: [[u32; 256]; 8] = tables();

#[expect(clippy::indexing_slicing, reason = "what is evaluated while compiling fails while compiling")]
const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ POLYNOMIAL };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut slice = 1;
    while slice < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[slice - 1][byte];
            tables[slice][byte] = (before >> 8) ^ tables[0][(before & 0xFF) as usize];
            byte += 1;
        }
        slice += 1;
    }
    tables
}

/// The checksum of the parts one after the other.
pub(super) fn crc(parts: [&[u8]; 2]) -> u32 {
    !parts.into_iter().fold(!0, advance)
}

fn advance(mut crc: u32, bytes: &[u8]) -> u32 {
    let [t0, t1, t2, t3, t4, t5, t6, t7] = &TABLES;
    let (steps, rest) = bytes.as_chunks::<8>();
    for [b0, b1, b2, b3, b4, b5, b6, b7] in steps {
        let [c0, c1, c2, c3] = (crc ^ u32::from_le_bytes([*b0, *b1, *b2, *b3])).to_le_bytes();
        crc = at(t7, c0) ^ at(t6, c1) ^ at(t5, c2) ^ at(t4, c3) ^ at(t3, *b4) ^ at(t2, *b5) ^ at(t1, *b6) ^ at(t0, *b7);
    }
    rest.iter().fold(crc, |crc, byte| (crc >> 8) ^ at(t0, crc.to_le_bytes()[0] ^ byte))
}

/// The entry of a byte.
#[expect(clippy::indexing_slicing, reason = "a table has an entry for every byte")]
fn at(table: &[u32; 256], byte: u8) -> u32 {
    table[usize::from(byte)]
}
