//! The smallest files that an encoder makes (Pillow 13 with its libraries): 3 × 2 pixels, in hexadecimal.

use super::super::Format;

/// A file with its name and its format.
pub(super) struct Sample {
    pub(super) name: &'static str,
    pub(super) format: Format,
    pub(super) bytes: Vec<u8>,
}

/// All samples.
pub(super) fn samples() -> Vec<Sample> {
    let icon = icon(&bytes(PNG));
    let written = [
        ("PNG", Format::Png, bytes(PNG)),
        ("animated PNG of two pictures", Format::Png, bytes(APNG)),
        ("baseline JPEG, grey", Format::Jpeg, bytes(JPEG)),
        ("progressive JPEG, grey: six scans", Format::Jpeg, bytes(PROGRESSIVE_JPEG)),
        ("GIF", Format::Gif, bytes(GIF)),
        ("animated GIF", Format::Gif, bytes(ANIMATED_GIF)),
        ("lossy WebP", Format::Webp, bytes(LOSSY_WEBP)),
        ("lossless WebP", Format::Webp, bytes(LOSSLESS_WEBP)),
        ("animated WebP", Format::Webp, bytes(ANIMATED_WEBP)),
        ("AVIF", Format::Avif, bytes(AVIF)),
        ("BMP", Format::Bmp, bytes(BMP)),
        ("ICO", Format::Ico, icon),
        ("SVG", Format::Svg, SVG.into()),
    ];
    written.into_iter().map(|(name, format, bytes)| Sample { name, format, bytes }).collect()
}

/// An icon with this PNG in it.
fn icon(png: &[u8]) -> Vec<u8> {
    let length = u32::try_from(png.len()).unwrap().to_le_bytes();
    [&[0, 0, 1, 0, 1, 0, 3, 2, 0, 0, 1, 0, 24, 0], &length[..], &[22, 0, 0, 0], png].concat()
}

/// The bytes that such a text stands for.
pub(super) fn bytes(hexadecimal: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hexadecimal.chars().filter_map(|c| c.to_digit(16)).map(|digit| u8::try_from(digit).unwrap()).collect();
    digits.as_chunks::<2>().0.iter().map(|[high, low]| high * 16 + low).collect()
}

pub(super) const SVG: &str = "<?xml version=\"1.0\"?>\n<!-- <b> -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
    width=\"3\" height=\"2px\" data-note=\"a > b\"><g><path d='M0 0'/><svg></svg></g><![CDATA[</svg>]]></svg>";

/// A PNG.
pub(super) const PNG: &str = "\
    89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d0000001c49444154789c63e012913b91c2c0c0c0c0 \
    f0ffff7f4626664ece13002f8d0546d39d9d150000000049454e44ae426082";

/// An animated PNG of two pictures.
pub(super) const APNG: &str = "\
    89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d000000086163544c0000000200000000f38d937000 \
    00001a6663544c00000000000000030000000200000000000000000000000100000e839a090000001c49444154789c63e012913b91c2 \
    c0c0c0c0f0ffff7f4626664ece13002f8d0546d39d9d150000001a6663544c0000000100000003000000020000000000000000000000 \
    01000095f070dd000000206664415400000002789c63e0e43cc1c8c4fcffff7f0606068613290c5c22720039e50546e356e69a000000 \
    0049454e44ae426082";

/// A baseline JPEG, grey.
pub(super) const JPEG: &str = "\
    ffd8ffe000104a46494600010100000100010000ffdb004300a06e788c7864a08c828cb4aaa0bef0fffff0dcdcf0ffffffffffffffff \
    ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc0000b080002000301011100ffc400140001 \
    00000000000000000000000000000003ffc4001810000203000000000000000000000000000001023271ffda0008010100003f00395d \
    eb3fffd9";

/// A progressive JPEG, grey: six scans.
pub(super) const PROGRESSIVE_JPEG: &str = "\
    ffd8ffe000104a46494600010100000100010000ffdb004300a06e788c7864a08c828cb4aaa0bef0fffff0dcdcf0ffffffffffffffff \
    ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc2000b080002000301011100ffc400140001 \
    00000000000000000000000000000002ffda00080101000000013fffc40014100100000000000000000000000000000000ffda000801 \
    01000105027fffc40014100100000000000000000000000000000000ffda0008010100063f027fffc400161000030000000000000000 \
    000000000000000131ffda0008010100013f2174ffda00080101000000107fffc4001710000301000000000000000000000000000001 \
    3171ffda0008010100013f10aeb3ffd9";

/// A GIF.
pub(super) const GIF: &str = "\
    47494638376103000200820000ffffffc864000a141e0909c80102030000000000000000002c00000000030002000008090005042800 \
    80c08080003b";

/// An animated GIF.
pub(super) const ANIMATED_GIF: &str = "\
    47494638376103000200820000ffffffc864000a141e0909c80102030000000000000000002c00000000030002000008090005042800 \
    80c080800021f90401000006002c000000000300020082ffffffc864000a141e0909c801020300000000000000000008090007100050 \
    20808080003b";

/// A lossy WebP.
pub(super) const LOSSY_WEBP: &str = "\
    52494646320000005745425056503820260000009001009d012a030002000cc0ce25a80002e745ac0000fe442885feb90ba3afc298dd \
    db1b0800";

/// A lossless WebP.
pub(super) const LOSSLESS_WEBP: &str = "\
    524946464c000000574542505650384c3f0000002f024000002fa0260001c668a09efe11dc6a9049db947ef32f68d2aaa06d1ba68f45 \
    8914f3486efe03e07b36b25aa71f28641b014eed1e9163ba88fec7590100";

/// An animated WebP.
pub(super) const ANIMATED_WEBP: &str = "\
    52494646f000000057454250565038580a00000002000000020000010000414e494d06000000000000000000414e4d46680000000000 \
    00000000020000010000000000025650382050000000b001009d012a0300020001402625a8000355819dd94000fef967fd52e837ff13 \
    1fe67928b4381f03ce7ffabf0270171933fffb4ecfff7fff26fff79bfa9767ffbfff937f2ffd315a38c4961a6ec00000414e4d465400 \
    000000000000000002000001000000000000565038203c0000009401009d012a03000200000026259c00035f12849800fefaa37db73b \
    33fc35ecfee97e9b4c553d80a47ecff1564289df30ac40c4daf6f3966cbe0000";

/// An AVIF.
pub(super) const AVIF: &str = "\
    00000020667479706176696600000000617669666d6966316d6961664d413142000000eb6d657461000000000000002168646c720000 \
    00000000000070696374000000000000000000000000000000000e7069746d0000000000010000001e696c6f63000000004400000100 \
    010000000100000113000000280000002869696e660000000000010000001a696e6665020000000001000061763031436f6c6f720000 \
    00006a697072700000004b6970636f000000146973706500000000000000030000000200000010706978690000000003080808000000 \
    0c6176314381000c0000000013636f6c726e636c780001000d0006800000001769706d61000000000000000100010401028304000000 \
    306d64617412000a0818042b4404341a10321a1ff7878515dfffffe2cbae00ff5ae857c4775afc881ed015a568";

/// A BMP.
pub(super) const BMP: &str = "\
    424d4e0000000000000036000000280000000300000002000000010018000000000018000000c40e0000c40e00000000000000000000 \
    ffffff030201c809090000001e140a0064c8000000000000";
