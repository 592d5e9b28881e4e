/// Values from the bytes of one field, without allocation on the common way. Each throws the reason for rejecting the row.
///
/// Nothing around a value is forgiven: no blanks, no thousands separators, no words for numbers.
public enum FieldParsing {}
