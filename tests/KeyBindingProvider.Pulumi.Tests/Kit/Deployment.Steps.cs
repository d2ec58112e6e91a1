using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using Kind = KeyBindingProvider.Pulumi.Protocol.PropertyDiff.Types.Kind;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

internal sealed partial class Deployment
{
    private async Task<IReadOnlyList<Step>> StepAsync(Declaration declared, bool preview, List<StoredResource> replaced)
    {
        var steps = new List<Step>();
        var old = _state.GetValueOrDefault(declared.Urn);
        try
        {
            if (old is { RefreshBeforeUpdate: true })
            {
                var (step, found) = await RefreshAsync(old);
                steps.Add(step);
                Keep(declared.Name, found);
                old = found;
            }

            var news = Ignoring(declared, old);
            var check = await CheckAsync(declared with { Inputs = news }, old?.Inputs ?? new Struct());
            if (check.Failures.Count > 0)
            {
                var reasons = string.Join('\n', check.Failures.Select(failure => failure.Reason));
                steps.Add(
                    new Step(declared.Name, "check") { Error = new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, reasons)) }
                );
                return steps;
            }

            steps.Add(
                old is null
                    ? await CreateAsync(declared, check.Inputs, preview, "create")
                    : await ChangeAsync(declared, old, check.Inputs, preview, replaced)
            );
        }
        catch (RpcException exception)
        {
            steps.Add(new Step(declared.Name, "failed") { Error = exception, Partial = Details.InitFailed(exception) });
        }

        return steps;
    }

    private async Task<Step> ChangeAsync(
        Declaration declared,
        StoredResource old,
        Struct inputs,
        bool preview,
        List<StoredResource> replaced
    )
    {
        var diff = await DiffAsync(old, old.Inputs, old.Outputs, inputs, declared.IgnoreChanges);
        var isReplaced = declared.ReplaceOnChanges && diff.Changes == DiffResponse.Types.DiffChanges.DiffSome;
        if (diff.Replaces.Count > 0 || isReplaced)
        {
            var again = await CheckAsync(declared, new Struct());
            Assert.Empty(again.Failures);
            if (declared.DeleteBeforeReplace && !preview)
            {
                await DeleteAsync(old, keepState: true);
            }
            else
            {
                replaced.Add(old);
            }

            var step = await CreateAsync(declared, again.Inputs, preview, "replace");
            return step with { Diff = diff };
        }

        if (diff.Changes == DiffResponse.Types.DiffChanges.DiffNone && old.InitErrors.Count == 0)
        {
            _state[declared.Urn] = old with { Declared = declared, Inputs = inputs };
            return new Step(declared.Name, "same") { Diff = diff };
        }

        return await UpdateAsync(declared, old, inputs, preview, diff);
    }

    private async Task<Step> CreateAsync(Declaration declared, Struct inputs, bool preview, string op)
    {
        try
        {
            var created = await Process!.CreateAsync(
                new CreateRequest
                {
                    Urn = declared.Urn,
                    Name = declared.Name,
                    Type = declared.Type,
                    Properties = inputs,
                    Preview = preview,
                    Timeout = declared.Timeout,
                }
            );
            Assert.NotNull(created.Properties);
            if (preview)
            {
                Assert.Equal("", created.Id);
                return new Step(declared.Name, op) { Outputs = created.Properties };
            }

            Assert.NotEqual("", created.Id);
            Assert.False(created.Properties.HoldsUnknown());
            _state[declared.Urn] = new StoredResource(declared, created.Id, inputs, created.Properties, created.RefreshBeforeUpdate);
            return new Step(declared.Name, op) { Outputs = created.Properties };
        }
        catch (RpcException exception) when (Details.InitFailed(exception) is { } partial)
        {
            Assert.NotEqual("", partial.Id);
            Assert.NotNull(partial.Properties);
            Assert.False(partial.Properties.HoldsUnknown());
            _state[declared.Urn] = new StoredResource(declared, partial.Id, inputs, partial.Properties, partial.RefreshBeforeUpdate)
            {
                InitErrors = [.. partial.Reasons],
            };
            return new Step(declared.Name, op) { Error = exception, Partial = partial };
        }
    }

    private async Task<Step> UpdateAsync(Declaration declared, StoredResource old, Struct inputs, bool preview, DiffResponse diff)
    {
        try
        {
            var updated = await Process!.UpdateAsync(
                new UpdateRequest
                {
                    Id = old.Id,
                    Urn = declared.Urn,
                    Name = declared.Name,
                    Type = declared.Type,
                    Olds = old.Outputs,
                    OldInputs = old.Inputs,
                    News = inputs,
                    Preview = preview,
                    Timeout = declared.Timeout,
                }
            );
            Assert.NotNull(updated.Properties);
            if (!preview)
            {
                Assert.False(updated.Properties.HoldsUnknown());
                _state[declared.Urn] = new StoredResource(declared, old.Id, inputs, updated.Properties, updated.RefreshBeforeUpdate);
            }

            return new Step(declared.Name, "update") { Diff = diff, Outputs = updated.Properties };
        }
        catch (RpcException exception) when (!preview && Details.InitFailed(exception) is { } partial)
        {
            // The engine keeps the inputs from before, so that the next diff is the same again.
            _state[declared.Urn] = old with
            {
                Outputs = partial.Properties,
                RefreshBeforeUpdate = partial.RefreshBeforeUpdate,
                InitErrors = [.. partial.Reasons],
            };
            return new Step(declared.Name, "update")
            {
                Diff = diff,
                Error = exception,
                Partial = partial,
            };
        }
        catch (RpcException exception)
        {
            return new Step(declared.Name, "update") { Diff = diff, Error = exception };
        }
    }

    private async Task<Step> DeleteAsync(StoredResource resource, bool keepState = false)
    {
        try
        {
            await Process!.DeleteAsync(
                new DeleteRequest
                {
                    Id = resource.Id,
                    Urn = resource.Declared.Urn,
                    Name = resource.Declared.Name,
                    Type = resource.Declared.Type,
                    Properties = resource.Outputs,
                    OldInputs = resource.Inputs,
                    Timeout = resource.Declared.Timeout,
                }
            );
            if (!keepState)
            {
                _state.Remove(resource.Declared.Urn);
            }

            return new Step(resource.Declared.Name, "delete");
        }
        catch (RpcException exception)
        {
            return new Step(resource.Declared.Name, "delete") { Error = exception };
        }
    }

    private async Task<(string Name, StoredResource? Resource)> ReadAsync(StoredResource resource)
    {
        var read = await Process!.ReadAsync(
            new ReadRequest
            {
                Id = resource.Id,
                Urn = resource.Declared.Urn,
                Name = resource.Declared.Name,
                Type = resource.Declared.Type,
                Properties = resource.Outputs,
                Inputs = resource.Inputs,
                Timeout = resource.Declared.Timeout,
            }
        );
        if (read.Id.Length == 0 || read.Properties is null)
        {
            return (resource.Declared.Name, null);
        }

        Assert.False(read.Properties.HoldsUnknown());
        return (
            resource.Declared.Name,
            resource with
            {
                Id = read.Id,
                Inputs = read.Inputs ?? resource.Inputs,
                Outputs = read.Properties,
                RefreshBeforeUpdate = read.RefreshBeforeUpdate,
            }
        );
    }

    /// <summary>Read, then the diff turned round: what was read is the old side, what the state says the new one; kinds are flipped for display.</summary>
    private async Task<(Step Step, StoredResource? Resource)> RefreshAsync(StoredResource resource)
    {
        var (_, found) = await ReadAsync(resource);
        if (found is null)
        {
            return (new Step(resource.Declared.Name, "gone"), null);
        }

        var diff = await DiffAsync(found, found.Inputs, found.Outputs, resource.Inputs, resource.Declared.IgnoreChanges);
        foreach (var entry in diff.DetailedDiff.Values)
        {
            entry.Kind =
                entry.Kind == Kind.Add ? Kind.Delete
                : entry.Kind == Kind.Delete ? Kind.Add
                : entry.Kind;
        }

        var hasDrift = diff.Changes == DiffResponse.Types.DiffChanges.DiffSome;
        return (new Step(resource.Declared.Name, hasDrift ? "drift" : "refresh") { Diff = diff }, found);
    }

    private Task<CheckResponse> CheckAsync(Declaration declared, Struct olds) =>
        Process!.CheckAsync(
            new CheckRequest
            {
                Urn = declared.Urn,
                Name = declared.Name,
                Type = declared.Type,
                Olds = olds,
                News = declared.Inputs,
            }
        );

    private async Task<DiffResponse> DiffAsync(StoredResource resource, Struct oldInputs, Struct olds, Struct news, string[] ignored)
    {
        var request = new DiffRequest
        {
            Id = resource.Id,
            Urn = resource.Declared.Urn,
            Name = resource.Declared.Name,
            Type = resource.Declared.Type,
            Olds = olds,
            OldInputs = oldInputs,
            News = news,
        };
        request.IgnoreChanges.AddRange(ignored);
        var diff = await Process!.DiffAsync(request);
        DiffRules.Hold(diff);
        return diff;
    }

    private static Struct Ignoring(Declaration declared, StoredResource? old) =>
        old is null
            ? declared.Inputs
            : declared
                .IgnoreChanges.Where(path => old.Inputs.Fields.ContainsKey(path))
                .Aggregate(declared.Inputs, (inputs, path) => inputs.With(path, old.Inputs.Fields[path]));
}
