package io.gennaker.judges.kayenta;

/// What happens to a setting whose value is none of those allowed.
public enum UnknownSettings {
    /// It is refused, naming what was found and what is allowed.
    REFUSE,
    /// It silently means the default, as in Kayenta.
    MEAN_DEFAULT
}
