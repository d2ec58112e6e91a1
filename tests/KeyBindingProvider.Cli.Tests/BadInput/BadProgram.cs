namespace KeyBindingProvider.Cli.Tests.BadInput;

/// <summary>A program that must be refused, by a name that says what is wrong with it.</summary>
/// <param name="Codes">The problem codes of its errors, in the order in which they are printed.</param>
/// <param name="Yaml">The program.</param>
internal sealed record BadProgram(string Codes, string Yaml)
{
    /// <summary>Two running machines, one stopped, one Windows, two keys; a second region with a machine of its own.</summary>
    public const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-ada00001, name: ada }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team, ada] }
              - { id: ins-web00002, name: web-2, keys: [team] }
              - { id: ins-batch001, name: batch-1, state: STOPPED, keys: [ada] }
              - { id: ins-win00001, name: win-1, os: Windows Server 2022 64bit }
          ap-shanghai:
            keys:
              - { id: skey-team0002, name: team }
            instances:
              - { id: ins-shang001, name: shanghai-1, keys: [team] }
        """;

    public static IReadOnlyDictionary<string, BadProgram> All { get; } =
        new Dictionary<string, BadProgram>(StringComparer.Ordinal)
        {
            ["config-that-refers-to-itself"] = new(
                "KB1007",
                "config:\n  a: ${b}\n  b: ${a}\n" + Resource("instanceIds: [ins-web00001]\nkeyIds: [\"${a}\"]")
            ),
            ["alias-inside-of-its-anchor"] = new("KB1008", Resource("instanceIds: [ins-web00001]\nkeyIds: &keys [skey-team0001, *keys]")),
            ["alias-of-nothing"] = new("KB1008", Resource("instanceIds: [ins-web00001]\nkeyIds: *keys")),
            ["list-as-a-name"] = new("KB1008", "? [a]\n: 1\n"),
            ["name-with-a-tag"] = new(
                "KB1008",
                Revocation + "  !!str more: { type: keybinding:KeyRevocation, properties: { keyIds: [] } }\n"
            ),
            ["text-that-the-parser-trips-over"] = new("KB1008", "name: [p,\nresources: {}\n"),
            ["aliases-that-multiply"] = new(
                "KB1008",
                "x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                    + string.Concat(
                        Enumerable.Range(1, 6).Select(i => $"x-{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n")
                    )
            ),
            ["unknown-names-at-the-top"] = new(
                "KB1004 KB1004",
                "Name: p\nresource:\n  web: { type: keybinding:KeyRevocation, properties: { keyIds: [skey-team0001] } }\n"
            ),
            ["names-in-another-case"] = new(
                "KB1004 KB1004",
                "resources:\n  web:\n    Type: keybinding:KeyRevocation\n    Properties: { keyIds: [skey-team0001] }\n"
            ),
            ["block-that-is-a-list"] = new("KB1005 KB1004", "config: [a]\nvariable: {}\n" + Revocation),
            ["options-that-are-a-list"] = new("KB1005", Revocation + "    options: [protect]\n"),
            ["config-declared-with-another-name"] = new(
                "KB1004",
                "config:\n  key: { type: string, defautl: skey-team0001, default: skey-ada00001 }\n" + Revocation
            ),
            ["config-declared-twice"] = new("KB1010", "name: p\nconfig:\n  p:key: skey-team0001\n  key: skey-ada00001\n" + Revocation),
            ["config-of-a-package-that-is-almost-ours"] = new("KB1004", "config:\n  keybindng:region: ap-shanghai\n" + Revocation),
            ["type-that-is-almost-ours"] = new(
                "KB1005 KB1005",
                Revocation
                    + "  more: { type: keybindings:KeyRevocation, properties: { keyIds: [skey-ada00001] } }\n"
                    + "  cloud: { type: pulumi:providers:keybindng, defaultProvider: true, properties: { changePolicy: { maxStops: 1 } } }\n"
            ),
            ["provider-with-unknown-names"] = new(
                "KB1004 KB1004",
                Revocation
                    + "  cloud:\n    type: pulumi:providers:keybinding\n    defaultProvidr: true\n"
                    + "    properties: { region: ap-guangzhou, changePolicy: { maxStops: 1 } }\n    options: { protct: true }\n"
            ),
            ["default-provider-that-is-neither"] = new(
                "KB1005",
                Revocation + "  cloud: { type: pulumi:providers:keybinding, defaultProvider: yes, properties: { region: ap-guangzhou } }\n"
            ),
            ["two-default-providers"] = new(
                "KB1010",
                Revocation
                    + "  a: { type: pulumi:providers:keybinding, defaultProvider: true, properties: { region: ap-guangzhou } }\n"
                    + "  b: { type: pulumi:providers:keybinding, defaultProvider: true, properties: { region: ap-shanghai } }\n"
            ),
            ["default-provider-that-is-no-provider"] = new("KB1004", Revocation + "    defaultProvider: true\n"),
            ["hooks"] = new("KB1011", Revocation + "    options: { hooks: { beforeCreate: [\"${check}\"] } }\n"),
            ["main-in-another-folder"] = new("KB1011", "main: ./infra\n" + Revocation),
            ["malformed-ids"] = new(
                "KB1001 KB1001 KB1001 KB1001 KB1001",
                Resource(
                    """
                    instanceIds: [ins-1, INS-WEB00001, skey-team0001, ins-web00002]
                    keyIds: [skey-team0001, ins-web00001, 12]
                    """
                )
            ),
            ["no-instances"] = new("KB1002", Resource("instanceIds: []\nkeyIds: [skey-team0001]")),
            ["no-keys"] = new("KB1003", Resource("instanceIds: [ins-web00001]\nkeyIds: []")),
            ["missing-property"] = new("KB1006", Resource("keyIds: [skey-team0001]")),
            ["not-a-list"] = new("KB1005", Resource("instanceIds: ins-web00001\nkeyIds: [skey-team0001]")),
            ["unknown-property"] = new(
                "KB1004 KB1004",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]\ninstance_ids: [ins-web00002]\ncolour: blue")
            ),
            ["unknown-stop-policy"] = new(
                "KB1005",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]\nchangePolicy: { stopPolicy: gracefully }")
            ),
            ["foreign-spelling"] = new(
                "KB1005",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]\nchangePolicy: { stopPolicy: graceful_then_force }")
            ),
            ["policy-values"] = new(
                "KB1005 KB1005 KB1005 KB1005 KB1004",
                Resource(
                    """
                    instanceIds: [ins-web00001]
                    keyIds: [skey-team0001]
                    changePolicy: { maxUnavailable: 0, canary: -1, stopTimeoutSeconds: 4000, allowKeyless: perhaps, maxUnavailabel: 3 }
                    """
                )
            ),
            ["unknown-type"] = new("KB1005", "resources:\n  web:\n    type: keybinding:KeyPairAsociation\n    properties: {}\n"),
            ["no-type"] = new("KB1006", "resources:\n  web:\n    properties: {}\n"),
            ["reference-to-config-that-is-not-there"] = new(
                "KB1007",
                "config:\n  teamKey: skey-team0001\n" + Resource("instanceIds: [ins-web00001]\nkeyIds: [\"${teamkey}\"]")
            ),
            ["reference-to-an-output"] = new(
                "KB1007",
                Resource("instanceIds: [\"${vm.id}\"]\nkeyIds: [skey-team0001]")
                    + "  vm:\n    type: tencentcloud:Instance/instance:Instance\n    properties: { imageId: img-1 }\n"
            ),
            ["function"] = new(
                "KB1007",
                Resource("instanceIds:\n  fn::split: [\",\", \"ins-web00001,ins-web00002\"]\nkeyIds: [skey-team0001]")
            ),
            ["config-without-a-value"] = new(
                "KB1007",
                "config:\n  key: { type: string }\n" + Resource("instanceIds: [ins-web00001]\nkeyIds: [\"${key}\"]")
            ),
            ["encrypted-config"] = new(
                "KB1007",
                "config:\n  key: { secure: AAABAKvu9 }\n" + Resource("instanceIds: [ins-web00001]\nkeyIds: [\"${key}\"]")
            ),
            ["stack-reference"] = new("KB1007", Resource("instanceIds: [ins-web00001]\nkeyIds: [\"skey-${pulumi.stack}\"]")),
            ["variable-that-refers-to-itself"] = new(
                "KB1007",
                "variables:\n  a: ${b}\n  b: ${a}\n" + Resource("instanceIds: [ins-web00001]\nkeyIds: [\"${a}\"]")
            ),
            ["syntax"] = new("KB1008", "resources:\n  web:\n    type: keybinding:KeyPairAssociation\n   properties: {}\n"),
            ["unclosed-text"] = new("KB1008", "name: \"open\nresources: {}\n"),
            ["key-written-twice"] = new("KB1008", Resource("keyIds: [skey-team0001]\nkeyIds: [skey-ada00001]")),
            ["empty"] = new("KB1008", ""),
            ["not-a-mapping"] = new("KB1008", "- a\n- b\n"),
            ["two-documents"] = new("KB1008", "name: a\n---\nname: b\n"),
            ["nested-too-deep"] = new("KB1008", "name: " + new string('[', 80) + new string(']', 80) + "\n"),
            ["nothing-declared"] = new("KB1015", "name: empty\nruntime: yaml\nresources:\n  bucket: { type: aws:s3:Bucket }\n"),
            ["key-that-does-not-exist"] = new("KB3008", Resource("instanceIds: [ins-batch001]\nkeyIds: [skey-nobody01]")),
            ["instance-in-another-region"] = new("KB3007", Resource("instanceIds: [ins-web00001, ins-shang001]\nkeyIds: [skey-team0001]")),
            ["no-region"] = new("KB1013", Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]", region: "")),
            ["malformed-region"] = new(
                "KB1005",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]", region: "region: Guangzhou 3\n")
            ),
            ["plain-http-endpoint"] = new(
                "KB1014",
                "config:\n  keybinding:endpoint: http://cvm.example.com\n"
                    + Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]")
            ),
            ["half-a-credential"] = new(
                "KB1006",
                "config:\n  keybinding:secretId: AKIDhalf\n" + Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]")
            ),
            ["revoked-and-declared"] = new(
                "KB1010",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-ada00001]")
                    + More("offboard", "KeyRevocation", "keyIds: [skey-ada00001]")
            ),
            ["two-exclusive-sets"] = new(
                "KB1010",
                More("a", "InstanceKeysExclusive", "instanceIds: [ins-web00001]\nkeyIds: [skey-ada00001]", first: true)
                    + More("b", "InstanceKeysExclusive", "instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]")
            ),
            ["exclusive-set-without-an-associated-key"] = new(
                "KB1010",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-ada00001]")
                    + More("b", "InstanceKeysExclusive", "instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]")
            ),
            ["options-that-need-state"] = new(
                "KB1011 KB1011 KB1011 KB1011",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]")
                    + "    get: { id: a }\n    options:\n      import: skey-team0001\n      ignoreChanges: [keyIds]\n      retainOnDelete: true\n"
            ),
            ["unknown-option"] = new(
                "KB1004",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]") + "    options: { dependOn: [] }\n"
            ),
            ["depends-on-nothing"] = new(
                "KB1007 KB1007",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]")
                    + "    options:\n      dependsOn: [\"${vm}\", \"${nobody}\"]\n"
                    + "  vm: { type: tencentcloud:Instance/instance:Instance }\n"
            ),
            ["depends-on-itself"] = new(
                "KB1010 KB1010",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]")
                    + "    options: { dependsOn: [\"${other}\"] }\n"
                    + More("other", "KeyRevocation", "keyIds: [skey-ada00001]")
                    + "    options: { dependsOn: [\"${web}\"] }\n"
            ),
            ["provider-that-is-none"] = new(
                "KB1007",
                Resource("instanceIds: [ins-web00001]\nkeyIds: [skey-team0001]") + "    options: { provider: \"${elsewhere}\" }\n"
            ),
            ["everything-at-once"] = new(
                "KB1001 KB1007 KB1005 KB1005",
                Resource("instanceIds: [ins-1, \"${vm.id}\"]\nkeyIds: [skey-team0001]\nchangePolicy: { stopPolicy: softly, canary: many }")
            ),
        };

    private static string Revocation => More("off", "KeyRevocation", "keyIds: [skey-team0001]", first: true);

    /// <summary>A program with one association called web.</summary>
    private static string Resource(string properties, string region = "region: ap-guangzhou\n") =>
        More("web", "KeyPairAssociation", region + properties, first: true, region: "");

    private static string More(string name, string kind, string properties, bool first = false, string region = "region: ap-guangzhou\n") =>
        (first ? "resources:\n" : "")
        + $"  {name}:\n    type: keybinding:{kind}\n    properties:\n"
        + string.Concat((region + properties).TrimEnd().Split('\n').Select(line => $"      {line}\n"));
}
