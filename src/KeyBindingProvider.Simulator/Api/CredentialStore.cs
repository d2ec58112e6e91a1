using System.Globalization;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>A credential that is in force, and on whose account its calls are booked.</summary>
internal sealed record IssuedCredential(string SecretId, string SecretKey, string? Token, DateTimeOffset? Expires, string Actor)
{
    /// <summary>The role and the session that it stands for; null for a long-term one.</summary>
    public RoleSession? Session { get; init; }
}

/// <summary>A role that was assumed.</summary>
/// <param name="Role">Its ARN, or its name on an instance.</param>
/// <param name="Name">The session's name.</param>
internal sealed record RoleSession(string Role, string Name);

/// <summary>Long-term credentials from the options and temporary ones from AssumeRole and the metadata paths.</summary>
internal sealed class CredentialStore
{
    private readonly Dictionary<string, IssuedCredential> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lapsed = new(StringComparer.Ordinal);
    private readonly Dice _dice;
    private long _issued;

    public CredentialStore(SimulatorOptions options, Dice dice)
    {
        _dice = dice;
        foreach (var (id, credential) in options.Credentials)
        {
            _byId[id] = new IssuedCredential(id, credential.SecretKey, credential.Token, null, id);
        }
    }

    public IssuedCredential? Find(string secretId) => _byId.GetValueOrDefault(secretId);

    public bool HasLapsed(IssuedCredential credential, DateTimeOffset now) =>
        credential.Expires <= now || _lapsed.Contains(credential.SecretId);

    /// <summary>A fault: the credential stops working although its time is not over.</summary>
    public void Expire(string secretId) => _lapsed.Add(secretId);

    public IssuedCredential Issue(string actor, DateTimeOffset expires, RoleSession session)
    {
        var turn = ++_issued;
        var number = turn.ToString("0000", CultureInfo.InvariantCulture);
        var credential = new IssuedCredential(
            "AKIDTEMPORARY" + number + _dice.Letters("temporary-id", turn, 12),
            _dice.Letters("temporary-key-1", turn, 12) + _dice.Letters("temporary-key-2", turn, 12),
            "token-" + _dice.Guid("temporary-token", turn),
            expires,
            actor
        )
        {
            Session = session,
        };
        _byId[credential.SecretId] = credential;
        return credential;
    }
}
