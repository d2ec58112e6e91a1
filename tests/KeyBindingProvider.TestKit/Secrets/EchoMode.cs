namespace KeyBindingProvider.TestKit.Secrets;

/// <summary>Ways in which a service, a gateway before it, or a proxy can say back what it was sent.</summary>
public enum EchoMode
{
    /// <summary>Not at all: the simulator answers.</summary>
    Served,
    Refusal,
    RefusalCode,
    RequestId,
    ServerError,
    ServerErrorPage,
    Html,
    BrokenJson,
    ContentType,
    HeaderLine,
    StatusLine,
    Redirect,
    Reset,
}
