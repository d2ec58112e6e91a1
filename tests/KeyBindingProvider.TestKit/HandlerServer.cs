using System.Net;

namespace KeyBindingProvider.TestKit;

/// <summary>What a handler answers, over a real socket on loopback, for a provider that takes an address and nothing else.</summary>
public sealed class HandlerServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly HttpMessageInvoker _handler;
    private readonly Task _serving;

    private HandlerServer(HttpListener listener, HttpMessageHandler handler, string endpoint)
    {
        (_listener, _handler, Endpoint) = (listener, new HttpMessageInvoker(handler), endpoint);
        _serving = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>Listens on a free port.</summary>
    public static HandlerServer Start(HttpMessageHandler handler)
    {
        while (true)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var endpoint = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { endpoint + "/" } };
            try
            {
                listener.Start();
                return new HandlerServer(listener, handler, endpoint);
            }
            catch (HttpListenerException)
            {
                // Somebody else was faster.
                listener.Close();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        _handler.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), context.Request.Url)
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var name in context.Request.Headers.AllKeys.OfType<string>())
        {
            var value = context.Request.Headers[name];
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await _handler.SendAsync(request, CancellationToken.None);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
        context.Response.Close();
    }
}
