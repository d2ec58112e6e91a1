using System.Security.Cryptography;
using System.Text;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Benchmarks;

/// <summary>
/// The least that anybody must do who says what is bound where: each pair read once, its two ids hashed into a group of machines by key and a group of keys by machine, and
/// into one digest. Ids stand in the order of the account, which is no order.
/// </summary>
internal static class OnePass
{
    /// <summary>Answers how many pairs there are.</summary>
    public static int Over(PlanRequest request)
    {
        var byKey = new Dictionary<KeyId, List<InstanceId>>();
        var byInstance = new Dictionary<InstanceId, List<KeyId>>();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pairs = 0;
        foreach (var instance in request.Fleet.Instances.Values)
        {
            foreach (var key in instance.Keys)
            {
                Add(byKey, key, instance.Id);
                Add(byInstance, instance.Id, key);
                digest.AppendData(Encoding.UTF8.GetBytes(instance.Id.Value));
                digest.AppendData(Encoding.UTF8.GetBytes(key.Value));
                pairs++;
            }
        }

        return pairs + digest.GetHashAndReset().Length - SHA256.HashSizeInBytes;
    }

    private static void Add<TKey, TValue>(Dictionary<TKey, List<TValue>> groups, TKey key, TValue value)
        where TKey : notnull
    {
        if (!groups.TryGetValue(key, out var group))
        {
            groups[key] = group = [];
        }

        group.Add(value);
    }
}
