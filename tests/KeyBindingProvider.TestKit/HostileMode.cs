namespace KeyBindingProvider.TestKit;

/// <summary>Ways in which a server can abuse whoever asks it.</summary>
public enum HostileMode
{
    /// <summary>Tells ten gigabytes.</summary>
    TenGigabytesTold,

    /// <summary>Sends ten gigabytes and tells no length.</summary>
    TenGigabytesSent,
    EndlessChunks,
    EndlessHeaders,
    DeepJson,
    SlowDrip,
    Silence,
    RedirectElsewhere,
    WrongContentType,
    GzipBomb,
    BrokenGzip,
    BrotliBomb,
    BreaksOff,
    NoHttp,
    WrongTlsName,
}
