"""Customs: who the consignee is to them, who pays which tax, what a product must carry to be sold."""
