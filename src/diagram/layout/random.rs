//! A small generator of pseudo-random whole numbers: the same on every machine (xorshift64*, Vigna 2016).

/// The generator.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// A generator; the same seed gives the same numbers.
    pub(super) fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number from 0 to `below` − 1; 0 when `below` is 0.
    pub(super) fn below(&mut self, below: usize) -> usize {
        let wide = u128::from(self.next()) * below as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from −`reach` to `reach`.
    pub(super) fn around(&mut self, reach: i32) -> i32 {
        let span = usize::try_from(2 * reach + 1).unwrap_or(1);
        i32::try_from(self.below(span)).unwrap_or(0) - reach
    }

    /// An exponential variate of mean about 1, in 1/1024: what Metropolis' rule compares a loss with, without floating point.
    pub(super) fn exponential(&mut self) -> i64 {
        let bits = self.next() | 1;
        let zeros = bits.leading_zeros();
        let mantissa = (bits << zeros) >> 1; // the leading bit at place 62
        let fraction = i64::try_from((mantissa >> 52) & 0x3FF).unwrap_or(0);
        let log2 = i64::from(zeros) * 1024 + 1023 - fraction;
        log2 * 710 / 1024 // ln 2 = 0.693 = 710 / 1024
    }
}
