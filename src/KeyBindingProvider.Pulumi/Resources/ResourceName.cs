using Grpc.Core;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>What a call is about.</summary>
/// <param name="Kind">Kind of the resource.</param>
/// <param name="Name">Its logical name.</param>
/// <param name="Urn">Its name in the engine's state.</param>
internal sealed record ResourceName(ResourceKind Kind, string Name, string Urn)
{
    private const string Separator = "::";

    /// <summary>
    /// Reads <c>urn:pulumi:STACK::PROJECT::[PARENT$]TYPE::NAME</c>. Newer engines send name and type beside it; a name may itself hold the separator.
    /// </summary>
    public static ResourceName Parse(string urn, string name, string type)
    {
        var parts = urn.Split(Separator, 4);
        if (type.Length == 0 && parts.Length == 4)
        {
            type = parts[2][(parts[2].LastIndexOf('$') + 1)..];
        }

        if (ResourceKinds.OfPulumiToken(type) is not { } kind)
        {
            var known = string.Join(", ", ResourceKinds.All.Select(each => each.PulumiToken));
            throw new RpcException(
                new Status(StatusCode.InvalidArgument, $"'{PlainText.Name(type)}' is no resource of this package: {known}.")
            );
        }

        return new ResourceName(kind, name.Length > 0 || parts.Length < 4 ? name : parts[3], urn);
    }
}
