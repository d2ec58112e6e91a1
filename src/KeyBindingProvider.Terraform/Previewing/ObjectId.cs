namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>The <c>id</c> of an object: a label that says nothing, so that nothing is ever read out of it.</summary>
internal static class ObjectId
{
    /// <summary>One that no other object has.</summary>
    public static string Fresh() => $"kb-{Guid.NewGuid():n}";
}
