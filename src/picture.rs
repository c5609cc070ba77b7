//! Pictures as files: which format the bytes are in, whether they are whole, whether they tell where they were taken.
//!
//! Only the container is read, never a pixel: chunks, segments and boxes with their lengths and checksums. That finds
//! what happens to files on their way (an upload that stopped, a page of HTML saved in the picture's place, line ends
//! converted) in a few milliseconds, and says nothing of what an encoder did wrong inside its data. Where the
//! specification is stricter than the decoders of browsers, the decoders are followed: a file that everyone sees has no
//! fault. What stands behind the end of a picture is nobody's business.
//!
//! Every walk goes forward only, over what is there: no recursion, and time in proportion to the file.
//!
//! # Sources
//!
//! - PNG: [Portable Network Graphics, third edition](https://www.w3.org/TR/png-3/).
//! - JPEG: [ITU-T T.81](https://www.w3.org/Graphics/JPEG/itu-t81.pdf), annex B.
//! - GIF: [GIF89a](https://www.w3.org/Graphics/GIF/spec-gif89a.txt).
//! - WebP: [RFC 9649](https://www.rfc-editor.org/rfc/rfc9649), the RIFF container.
//! - AVIF: [AV1 Image File Format](https://aomediacodec.github.io/av1-avif/) in boxes of ISO/IEC 14496-12 (ISO BMFF),
//!   items of ISO/IEC 23008-12 (HEIF).
//! - SVG: [SVG 2](https://www.w3.org/TR/SVG2/) as a document of [XML 1.0](https://www.w3.org/TR/xml/).
//! - Positions: Exif 2.32 (CIPA DC-008-2019), section 4.6.6, in TIFF 6.0; XMP (ISO 16684-1, and Adobe's part 3 for
//!   where it stands in files).

pub use self::fault::Damage;
pub use self::fault::Fault;
pub use self::fault::Missing;

mod avif;
mod bmp;
mod crc;
mod cursor;
mod fault;
mod gif;
mod ico;
mod jpeg;
mod png;
mod position;
mod stranger;
mod svg;
#[cfg(test)]
mod tests;
mod webp;

/// What stands at the beginning of a file that Git LFS keeps elsewhere.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// A format that browsers show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Also animated (APNG).
    Png,
    /// Baseline and progressive.
    Jpeg,
    /// Still and animated.
    Gif,
    /// Lossy, lossless, animated.
    Webp,
    /// Not compressed: `.svgz` is a gzip file.
    Svg,
    /// Still and animated.
    Avif,
    /// Of Windows and OS/2.
    Bmp,
    /// Icons of Windows.
    Ico,
}

impl Format {
    /// The name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
            Self::Svg => "SVG",
            Self::Avif => "AVIF",
            Self::Bmp => "BMP",
            Self::Ico => "ICO",
        }
    }

    /// The extensions that file names of this format have, in lower case, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png", "apng"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Svg => &["svg"],
            Self::Avif => &["avif", "avifs"],
            Self::Bmp => &["bmp", "dib"],
            Self::Ico => &["ico"],
        }
    }

    /// The format that a file name's extension promises, in whatever case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        const ALL: [Format; 8] =
            [Format::Png, Format::Jpeg, Format::Gif, Format::Webp, Format::Svg, Format::Avif, Format::Bmp, Format::Ico];
        ALL.into_iter().find(|format| format.extensions().iter().any(|known| extension.eq_ignore_ascii_case(known)))
    }

    /// The format that the first bytes tell, whatever comes after them.
    fn of_content(bytes: &[u8]) -> Option<Self> {
        type Begins = fn(&[u8]) -> bool;
        let formats: [(Self, Begins); 8] = [
            (Self::Png, png::begins),
            (Self::Jpeg, jpeg::begins),
            (Self::Gif, gif::begins),
            (Self::Webp, webp::begins),
            (Self::Avif, avif::begins),
            (Self::Bmp, bmp::begins),
            (Self::Ico, ico::begins),
            (Self::Svg, svg::begins),
        ];
        formats.into_iter().find_map(|(format, begins)| begins(bytes).then_some(format))
    }
}

/// What there is to say of a picture's bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// What the bytes are, whole or not. None where they are no picture that browsers show.
    pub format: Option<Format>,
    /// Why it can't be shown, or not all of it: the first reason in the file.
    pub fault: Option<Fault>,
    /// Whether it says where on Earth it was taken, in Exif or XMP.
    pub has_position: bool,
    /// Width and height in pixels, as the file states them, not turned by any orientation.
    pub size: Option<(u32, u32)>,
    /// Whether the picture is kept by Git LFS and only a pointer to it is here: there is nothing to judge, so neither
    /// format nor fault is told.
    pub is_lfs_pointer: bool,
}

/// Looks at the bytes of a picture file.
pub fn inspect(bytes: &[u8]) -> Inspection {
    if bytes.starts_with(LFS_POINTER) {
        return Inspection { is_lfs_pointer: true, ..Inspection::default() };
    }
    let Some(format) = Format::of_content(bytes) else {
        return Inspection { fault: Some(stranger::fault(bytes)), ..Inspection::default() };
    };
    let walk = match format {
        Format::Png => png::walk,
        Format::Jpeg => jpeg::walk,
        Format::Gif => gif::walk,
        Format::Webp => webp::walk,
        Format::Svg => svg::walk,
        Format::Avif => avif::walk,
        Format::Bmp => bmp::walk,
        Format::Ico => ico::walk,
    };
    let mut seen = Seen::default();
    let fault = walk(bytes, &mut seen).err();
    Inspection { format: Some(format), fault, has_position: seen.position, size: seen.size, is_lfs_pointer: false }
}

/// What a walk came across, be it that it ended at a fault.
#[derive(Debug, Default)]
struct Seen {
    position: bool,
    size: Option<(u32, u32)>,
}

impl Seen {
    /// Notes the size of the picture, which has to have an area.
    fn measure(&mut self, width: u32, height: u32) -> Result<(), Fault> {
        self.size = Some((width, height));
        if width == 0 || height == 0 { Err(Damage::NoArea { width, height }.into()) } else { Ok(()) }
    }
}
