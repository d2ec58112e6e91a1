using System.Net;
using System.Net.Http.Headers;

namespace KeyBindingProvider.Simulator.InProcess;

/// <summary>Hands HTTP requests of the real client to a simulator in the same process, byte for byte, without a socket.</summary>
public sealed class SimulatorHandler(SimulatedCloud cloud) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var headers = new List<KeyValuePair<string, string>>();
        Copy(request.Headers.NonValidated, headers);
        Copy(request.Content?.Headers.NonValidated ?? default, headers);
        var host = request.Headers.Host;
        if (host is null)
        {
            host = uri.Authority;
            headers.Add(KeyValuePair.Create("Host", host));
        }

        // No context is captured: HttpClient's own continuations must find none, or they leave this thread.
        var reply = await HandleWithoutContext(
                new SimulatedRequest(request.Method.Method, host, uri.AbsolutePath, uri.Query.TrimStart('?'), headers, body),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (reply.ResetConnection)
        {
            throw new HttpRequestException("The connection was reset.", new IOException("Connection reset by peer"));
        }

        return new HttpResponseMessage((HttpStatusCode)reply.Status)
        {
            Content = new ByteArrayContent(reply.Body),
            RequestMessage = request,
            Headers = { Date = cloud.Clock },
        };
    }

    private static void Copy(HttpHeadersNonValidated from, List<KeyValuePair<string, string>> to)
    {
        foreach (var header in from)
        {
            to.Add(KeyValuePair.Create(header.Key, header.Value.ToString()));
        }
    }

    private Task<SimulatedReply> HandleWithoutContext(SimulatedRequest request, CancellationToken cancellationToken)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return HandleAsync(request, cancellationToken);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>
    /// A caller who gives up is let go by a source of ours, at once and on this thread: a delay that is cancelled goes on on the thread pool, which the
    /// virtual clock does not see. What the call has done, it has done.
    /// </summary>
    private async Task<SimulatedReply> HandleAsync(SimulatedRequest request, CancellationToken cancellationToken)
    {
        var given = new TaskCompletionSource<SimulatedReply>();
        await using var registration = cancellationToken.Register(() => given.TrySetCanceled(cancellationToken)).ConfigureAwait(false);
        _ = PassOnAsync(request, given);
        return await given.Task.ConfigureAwait(false);
    }

    private async Task PassOnAsync(SimulatedRequest request, TaskCompletionSource<SimulatedReply> given)
    {
        try
        {
            given.TrySetResult(await cloud.HandleAsync(request, CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            given.TrySetException(exception);
        }
    }
}
