// SSH keys of a fleet: who may open what, and who may open nothing any more.
package main

import (
	"github.com/keybindingprovider/pulumi-keybinding/sdk/go/keybinding"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(declare)
}

func declare(ctx *pulumi.Context) error {
	var webInstances, buildInstances, leaverKeys []string
	settings := config.New(ctx, "")
	settings.RequireObject("webInstances", &webInstances)
	settings.RequireObject("buildInstances", &buildInstances)
	teamKey := settings.Require("teamKey")
	if err := settings.TryObject("leaverKeys", &leaverKeys); err != nil {
		leaverKeys = nil
	}

	// A policy for everything below: running machines may be stopped one quarter at a time, and never more than twenty in one run.
	tencent, err := keybinding.NewProvider(ctx, "tencent", &keybinding.ProviderArgs{
		Region: pulumi.String("ap-guangzhou"),
		ChangePolicy: &keybinding.ChangePolicyArgs{
			StopPolicy:     keybinding.StopPolicyGraceful,
			MaxUnavailable: pulumi.String("25%"),
			MaxStops:       pulumi.Int(20),
		},
	})
	if err != nil {
		return err
	}

	// Additive: the team's key opens the web machines; keys of others on them are reported and left alone.
	web, err := keybinding.NewKeyPairAssociation(ctx, "web", &keybinding.KeyPairAssociationArgs{
		InstanceIds: pulumi.ToStringArray(webInstances),
		KeyIds:      pulumi.StringArray{pulumi.String(teamKey)},
	}, pulumi.Provider(tencent))
	if err != nil {
		return err
	}

	// Authoritative: exactly the team's key opens the build machines. They are changed when they are stopped.
	build, err := keybinding.NewInstanceKeysExclusive(ctx, "build", &keybinding.InstanceKeysExclusiveArgs{
		InstanceIds: pulumi.ToStringArray(buildInstances),
		KeyIds:      pulumi.StringArray{pulumi.String(teamKey)},
		ChangePolicy: &keybinding.ChangePolicyArgs{
			StopPolicy: keybinding.StopPolicyStoppedOnly,
		},
	}, pulumi.Provider(tencent))
	if err != nil {
		return err
	}

	// Off-boarding: keys of people who have left open nothing in the region, after the team's key is everywhere.
	all := []pulumi.Resource{web, build}
	if len(leaverKeys) > 0 {
		leavers, err := keybinding.NewKeyRevocation(ctx, "leavers", &keybinding.KeyRevocationArgs{
			KeyIds: pulumi.ToStringArray(leaverKeys),
			ChangePolicy: &keybinding.ChangePolicyArgs{
				OnBlocked: keybinding.OnBlockedSkip,
			},
		}, pulumi.Provider(tencent), pulumi.DependsOn([]pulumi.Resource{web, build}))
		if err != nil {
			return err
		}
		all = append(all, leavers)
	}

	// Who can open what, once all of the above is done; without DependsOn it would show the state before.
	access := keybinding.GetKeyPairAssociationsOutput(ctx, keybinding.GetKeyPairAssociationsOutputArgs{
		InstanceIds: pulumi.ToStringArray(webInstances),
	}, pulumi.Provider(tencent), pulumi.DependsOn(all))

	ctx.Export("webBindings", web.Bindings)
	ctx.Export("othersOnWeb", web.ForeignBindings)
	ctx.Export("waiting", build.PendingInstances)
	ctx.Export("whoOpensWeb", access.Keys())
	return nil
}
