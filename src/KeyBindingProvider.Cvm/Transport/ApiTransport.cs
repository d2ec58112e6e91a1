using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Telemetry;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>One signed POST, one envelope. Every way in which it can fail becomes a <see cref="CvmException"/>; retrying is not its business.</summary>
internal sealed class ApiTransport(
    HttpClient http,
    ApiEndpoint endpoint,
    ServiceClock clock,
    TimeProvider time,
    TimeSpan timeout,
    ICallObserver? observer
)
{
    private const string ContentType = "application/json";

    public async Task<T> SendAsync<T>(
        ApiCall call,
        CvmCredentials credentials,
        int attempt,
        JsonTypeInfo<Envelope<T>> type,
        CancellationToken cancellationToken
    )
        where T : ApiResponse
    {
        var started = time.GetTimestamp();
        var code = "OK";
        try
        {
            return await SendOnceAsync(call, credentials, type, cancellationToken);
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

    private async Task<T> SendOnceAsync<T>(
        ApiCall call,
        CvmCredentials credentials,
        JsonTypeInfo<Envelope<T>> type,
        CancellationToken cancellationToken
    )
        where T : ApiResponse
    {
        var signedAt = clock.Now;
        using var request = Build(call, credentials, signedAt);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        HttpStatusCode status;
        DateTimeOffset? serviceDate;
        byte[] body;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, linked.Token);
            (status, serviceDate) = (response.StatusCode, response.Headers.Date);
            body = await response.Content.ReadAsByteArrayAsync(linked.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            throw new CvmException(
                call.Action,
                "ClientError.NetworkError",
                $"no answer within {timeout.TotalSeconds:0} s",
                ErrorClass.Network,
                inner: exception
            );
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new CvmException(
                call.Action,
                "ClientError.ParseJsonError",
                $"the answer is too large: at most {EnvelopeReader.LargestAnswer} bytes are read",
                ErrorClass.Network,
                inner: exception
            );
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw new CvmException(call.Action, "ClientError.NetworkError", Reason(call, exception), ErrorClass.Network, inner: exception);
        }

        if (status != HttpStatusCode.OK)
        {
            throw new CvmException(call.Action, "ClientError.HttpStatusCodeError", $"HTTP status {(int)status}", ErrorClass.Network);
        }

        try
        {
            return EnvelopeReader.Read(call.Action, call.Asked, body, type, credentials.Redact);
        }
        catch (CvmException exception)
        {
            (exception.SignedAt, exception.ServiceDate) = (signedAt, serviceDate);
            throw;
        }
    }

    private HttpRequestMessage Build(ApiCall call, CvmCredentials credentials, DateTimeOffset signedAt)
    {
        var uri = endpoint.UriOf(call.Service);
        var host = ApiEndpoint.HostOf(uri);
        var timestamp = signedAt.ToUnixTimeSeconds();
        var signature = Tc3Signer.Sign(
            new Tc3Request("POST", "", host, ContentType, call.Action, call.Body, call.Service, timestamp),
            credentials.SecretId.Reveal(),
            credentials.SecretKey.Reveal()
        );
        // ByteArrayContent with the header set by hand: what is sent must be what was signed, byte for byte.
        var content = new ByteArrayContent(call.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization);
        request.Headers.TryAddWithoutValidation("X-TC-Action", call.Action);
        request.Headers.TryAddWithoutValidation("X-TC-Version", call.Version);
        request.Headers.TryAddWithoutValidation("X-TC-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("X-TC-Language", "en-US");
        request.Headers.TryAddWithoutValidation("X-TC-RequestClient", "keybinding_0.1");
        if (call.Region.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("X-TC-Region", call.Region);
        }

        if (credentials.Token is { } token)
        {
            request.Headers.TryAddWithoutValidation("X-TC-Token", token.Reveal());
        }

        return request;
    }

    private string Reason(ApiCall call, Exception exception)
    {
        var cause = exception.GetBaseException().Message;
        return $"{endpoint.UriOf(call.Service).Authority} cannot be reached: {cause}";
    }
}
