//! Check digits of offices' numbers.

/// Modulus 10 with weights 2 and 1 from the right, the digits of products added.
///
/// Source: measured on the open data. It holds for the first six digits of all 3,768 institution numbers of Chiba's
/// list, and for the first nine of 29,685 of 29,718 care office numbers whose third digit is 3, 4, 7, 8 or 9.
pub(super) fn modulus_10(digits: &str) -> Option<u32> {
    let mut sum = 0;
    for (at, c) in digits.chars().rev().enumerate() {
        let product = c.to_digit(10)? * if at % 2 == 0 { 2 } else { 1 };
        sum += product / 10 + product % 10;
    }
    Some((10 - sum % 10) % 10)
}

/// The first digit of a 法人番号, of the twelve after it.
///
/// Source: 法人番号の指定等に関する省令 第二条. Measured: holds for 53,690 of 53,819 numbers of the care offices.
pub(super) fn corporate(twelve: &str) -> Option<u32> {
    let mut sum = 0;
    for (at, c) in twelve.chars().rev().enumerate() {
        sum += c.to_digit(10)? * if at % 2 == 0 { 1 } else { 2 };
    }
    Some(9 - sum % 9)
}

/// The sixth digit of a municipality's code, of the five before it (JIS X 0402).
pub fn municipality(five: &str) -> Option<u32> {
    let mut sum = 0;
    for (c, weight) in five.chars().zip([6, 5, 4, 3, 2]) {
        sum += c.to_digit(10)? * weight;
    }
    Some((11 - sum % 11) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_hold() {
        // The municipality of the sample, and the ministry's own 法人番号.
        assert_eq!(municipality("12220"), Some(3));
        assert_eq!(municipality("12217"), Some(3));
        assert_eq!(corporate("000012070001"), Some(6));
        assert_eq!(modulus_10("7992739871"), Some(3));
        assert_eq!(modulus_10("12a"), None);
    }
}
