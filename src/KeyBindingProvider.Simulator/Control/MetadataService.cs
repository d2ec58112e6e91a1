using System.Globalization;
using System.Text.Json.Nodes;

namespace KeyBindingProvider.Simulator.Control;

/// <summary>
/// The two paths of the metadata service that a CVM role needs: the name of the role, and its credentials. Plain GET,
/// no signature, as on an instance.
/// </summary>
internal sealed class MetadataService(SimulatedCloud cloud)
{
    public const string Prefix = "/latest/meta-data/cam/security-credentials/";

    public async Task HandleAsync(HttpContext context)
    {
        var name = context.Request.Path.Value![Prefix.Length..];
        if (context.Request.Method != "GET" || cloud.Options.CvmRole is not { } role || (name.Length > 0 && name != role))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (name.Length == 0)
        {
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(role, context.RequestAborted);
            return;
        }

        var credential = cloud.IssueRoleCredential()!;
        var expires = credential.Expires!.Value;
        var answer = new JsonObject
        {
            ["TmpSecretId"] = credential.SecretId,
            ["TmpSecretKey"] = credential.SecretKey,
            ["ExpiredTime"] = expires.ToUnixTimeSeconds(),
            ["Expiration"] = expires.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["Token"] = credential.Token,
            ["Code"] = "Success",
        };
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
