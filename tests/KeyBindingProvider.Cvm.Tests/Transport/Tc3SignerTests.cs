using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Cvm.Transport;

namespace KeyBindingProvider.Cvm.Tests.Transport;

/// <summary>Every published and recorded signature, step by step.</summary>
public class Tc3SignerTests
{
    public static TheoryData<string> Names => [.. Facts.Vectors.EnumerateArray().Select(vector => Text(vector, "name")!)];

    [Fact]
    public void Facts_HaveSeventeenVectors() => Assert.Equal(17, Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Sign_EachVector_GivesEveryDocumentedStep(string name)
    {
        var vector = Facts.Vectors.EnumerateArray().Single(candidate => Text(candidate, "name") == name);
        var input = vector.GetProperty("input");
        var expect = vector.GetProperty("expect");
        var request = RequestOf(input, expect);

        var signature = Tc3Signer.Sign(request, Text(input, "secretId")!, Text(input, "secretKey")!);

        Assert.Equal(Text(expect, "payloadSha256"), Convert.ToHexStringLower(SHA256.HashData(request.Body.Span)));
        Assert.Equal(Text(expect, "canonicalRequest"), signature.CanonicalRequest);
        Assert.Equal(Text(expect, "hashedCanonicalRequest"), signature.HashedCanonicalRequest);
        Assert.Equal(Text(expect, "credentialScope"), signature.CredentialScope);
        Assert.Equal(Text(expect, "stringToSign"), signature.StringToSign);
        Assert.Equal(Text(expect, "signedHeaders"), signature.SignedHeaders);
        Assert.Equal(Text(expect, "signature"), signature.Signature);
        Assert.Equal(Text(expect, "authorization"), signature.Authorization);
        var date = Text(expect, "credentialScope")!.Split('/')[0];
        Assert.Equal(
            Text(expect, "kSigning"),
            Convert.ToHexStringLower(Tc3Signer.DeriveKey(Text(input, "secretKey")!, date, request.Service))
        );
        if (vector.TryGetProperty("publishedSignature", out var published) && published.ValueKind == JsonValueKind.String)
        {
            Assert.Equal(published.GetString(), signature.Signature);
        }
    }

    [Fact]
    public void Sign_TwoActionsWithEqualBodies_DifferOnlyWhenTheActionIsSigned()
    {
        Assert.Equal(SignatureOf(action: null), SignatureOf(action: null));
        Assert.NotEqual(SignatureOf("StartInstances"), SignatureOf("DescribeInstancesStatus"));
    }

    [Fact]
    public void ToString_OfASignature_ShowsNothing() =>
        Assert.DoesNotContain("AKID", Tc3Signer.Sign(Request(null), "AKIDx", "key").ToString(), StringComparison.Ordinal);

    private static string SignatureOf(string? action) => Tc3Signer.Sign(Request(action), "AKIDx", "key").Signature;

    private static Tc3Request Request(string? action) =>
        new("POST", "", "cvm.tencentcloudapi.com", "application/json", action, "{}"u8.ToArray(), "cvm", 1700000000);

    private static Tc3Request RequestOf(JsonElement input, JsonElement expect)
    {
        var method = Text(input, "method")!;
        var timestamp = input.GetProperty("timestamp").GetInt64();
        if (!expect.TryGetProperty("headers", out var sent))
        {
            var url = new Uri(Text(input, "url")!);
            var payload = Encoding.UTF8.GetBytes(Text(input, "payload")!);
            return new Tc3Request(
                method,
                url.Query.TrimStart('?'),
                url.Host,
                Text(input, "contentType")!,
                Text(input, "action"),
                payload,
                Text(input, "service")!,
                timestamp
            );
        }

        // A request that the npm SDK sent: it signs its endpoint without the port, for the service before the first dot.
        var endpoint = Text(input, "endpoint")!;
        var target = Text(expect, "requestTarget")!;
        return new Tc3Request(
            method,
            target.Contains('?', StringComparison.Ordinal) ? target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "",
            endpoint.Split(':')[0],
            Text(sent, "content-type")!,
            Action: null,
            Encoding.UTF8.GetBytes(Text(expect, "body") ?? ""),
            endpoint.Split('.')[0],
            timestamp
        );
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
