using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace KeyBindingProvider.Simulator.Control;

/// <summary>Sends a request to the API, the metadata service or the control endpoints, by its path.</summary>
internal sealed class RequestRouter(SimulatedCloud cloud, ControlEndpoints control, MetadataService metadata)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or IOException) && !context.Response.HasStarted)
        {
            // Nothing is logged here, so the answer is the only place where a bug of ours can show.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync($"cvm-simulator has a bug: {bug}", CancellationToken.None);
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.StartsWith(ControlEndpoints.Prefix, StringComparison.Ordinal))
        {
            await control.HandleAsync(context);
        }
        else if (path.StartsWith(MetadataService.Prefix, StringComparison.Ordinal))
        {
            await metadata.HandleAsync(context);
        }
        else if (path != "/")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            await HandleApiAsync(context);
        }
    }

    private async Task HandleApiAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await RequestBody.ReadAsync(request, cloud.Options.MaxBodyBytes, context.RequestAborted);
        var reply = await cloud.HandleAsync(
            new SimulatedRequest(
                request.Method,
                request.Headers.Host.ToString(),
                "/",
                RawQuery(context),
                [.. request.Headers.Select(static h => KeyValuePair.Create(h.Key, h.Value.ToString()))],
                body
            ),
            context.RequestAborted
        );
        if (reply.ResetConnection)
        {
            context.Abort();
            return;
        }

        if (request.Headers.TryGetValue("X-TC-TraceId", out var trace))
        {
            context.Response.Headers["X-TC-TraceId"] = trace;
        }

        context.Response.Headers.Date = cloud.Clock.ToString("R", CultureInfo.InvariantCulture);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    /// <summary>The query byte for byte: it is signed as it was sent, in absolute-form targets, too.</summary>
    private static string RawQuery(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? "" : target[(mark + 1)..];
    }
}
