using System.Globalization;
using System.Net;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Telemetry;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>One signed POST, one envelope. Every way in which it can fail becomes a <see cref="CvmException"/>; retrying is not its business.</summary>
internal sealed class ApiTransport(
    HttpMessageInvoker http,
    ApiEndpoint endpoint,
    ServiceClock clock,
    TimeProvider time,
    TimeSpan timeout,
    ICallObserver? observer
)
{
    private const string Quote = ": '";

    private readonly SigningKeys _keys = new();

    public async Task<ApiResponse> SendAsync(
        ApiCall call,
        CvmCredentials credentials,
        int attempt,
        Func<ApiResponse> fresh,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var code = "OK";
        try
        {
            return await SendOnceAsync(call, credentials, fresh, cancellationToken);
        }
        catch (CvmException exception)
        {
            code = exception.Code;
            throw;
        }
        catch (OperationCanceledException)
        {
            code = "Cancelled";
            throw;
        }
        finally
        {
            var elapsed = time.GetElapsedTime(started);
            observer?.Observe(new CallAttempt(call.Action, call.Region, attempt, code, elapsed));
            CvmTelemetry.Record(call.Action, call.Region, code, elapsed);
        }
    }

    private async Task<ApiResponse> SendOnceAsync(
        ApiCall call,
        CvmCredentials credentials,
        Func<ApiResponse> fresh,
        CancellationToken cancellationToken
    )
    {
        var signedAt = clock.Now;
        using var request = SignedRequest.Of(call, credentials, endpoint.Of(call.Service), _keys, signedAt);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var response = await HeadersAsync(call, credentials, request, linked.Token, cancellationToken);
        if (response.Headers.Date is { } heard)
        {
            clock.Hear(heard);
        }

        try
        {
            return await AnswerAsync(call, credentials, response, fresh, linked.Token, cancellationToken);
        }
        catch (CvmException exception)
        {
            var date = response.Headers.Date;
            if (exception.Code == "AuthFailure.SignatureExpire" && date is { } told && clock.IsTooFar(told))
            {
                throw new CvmException(
                    call.Action,
                    exception.Code,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{exception.ServiceMessage} (the service says that it is {told:yyyy-MM-dd HH:mm} UTC, this machine {time.GetUtcNow():yyyy-MM-dd HH:mm}: more than a day is not made up for)"
                    ),
                    exception.ErrorClass,
                    exception.RequestId
                );
            }

            (exception.SignedAt, exception.ServiceDate) = (signedAt, date);
            throw;
        }
    }

    /// <summary>Up to the headers of the answer: what fails here has not reached the service, or nothing came back.</summary>
    private async Task<HttpResponseMessage> HeadersAsync(
        ApiCall call,
        CvmCredentials credentials,
        HttpRequestMessage request,
        CancellationToken bounded,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await http.SendAsync(request, bounded);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            throw NotAnswered(call, credentials, exception, cancellationToken);
        }
    }

    private async Task<ApiResponse> AnswerAsync(
        ApiCall call,
        CvmCredentials credentials,
        HttpResponseMessage response,
        Func<ApiResponse> fresh,
        CancellationToken bounded,
        CancellationToken cancellationToken
    )
    {
        ReadOnlyMemory<byte>? body;
        try
        {
            body = await AnswerBody.ReadAsync(response.Content, call.LargestAnswer, bounded);
        }
        catch (InvalidDataException exception)
        {
            throw Unusable(call, "the answer is compressed and cannot be unpacked", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw Unusable(call, "the answer broke off before its end", exception);
        }
        catch (OperationCanceledException exception)
        {
            throw NotAnswered(call, credentials, exception, cancellationToken);
        }

        if (body is not { } read)
        {
            throw Unusable(call, $"the answer is too large: at most {call.LargestAnswer} bytes are read");
        }

        return response.StatusCode == HttpStatusCode.OK
            ? EnvelopeReader.Read(
                call.Action,
                call.Asked,
                read.Span,
                response.Content.Headers.ContentType?.MediaType,
                fresh,
                credentials.Redact
            )
            : throw EnvelopeReader.RefusalIn(call.Action, read.Span, (int)response.StatusCode, credentials.Redact)
                ?? Unusable(call, $"HTTP status {(int)response.StatusCode}{credentials.Redact(Elsewhere(response))}");
    }

    /// <summary>A redirect would take signed requests, and the token with them, to another host.</summary>
    private static string Elsewhere(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true } location
            ? $", a redirect to {ServiceText.Clean(ShownUrl.Of(location))} that is not followed"
            : "";

    private Exception NotAnswered(ApiCall call, CvmCredentials credentials, Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken)
        : exception is OperationCanceledException
            ? new CvmException(
                call.Action,
                "ClientError.NetworkError",
                $"no answer within {timeout.TotalSeconds:0} s",
                ErrorClass.Network,
                inner: exception
            )
        : exception
            is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            ? Unusable(call, $"what answers at {Host(call)} speaks no HTTP that can be read: {Words(exception, credentials)}", exception)
        : new CvmException(
            call.Action,
            "ClientError.NetworkError",
            $"{Host(call)} cannot be reached: {Words(exception, credentials)}",
            ErrorClass.Network,
            inner: exception
        );

    private string Host(ApiCall call) => endpoint.Of(call.Service).Uri.Authority;

    /// <summary>They may quote the proxy's address, and what was answered: of a line that is no HTTP not even the proxy's own password is left.</summary>
    private static string Words(Exception exception, CvmCredentials credentials)
    {
        var words = exception.GetBaseException().Message;
        var quoted = exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }
            ? words.IndexOf(Quote, StringComparison.Ordinal)
            : -1;
        return ServiceText.Clean(credentials.Redact(ShownUrl.In(quoted < 0 ? words : words[..quoted])));
    }

    private static CvmException Unusable(ApiCall call, string why, Exception? inner = null) =>
        new(call.Action, "ClientError.HttpAnswerError", why, ErrorClass.Network, inner: inner);
}
